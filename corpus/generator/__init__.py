"""Makes reports whose truth is known: plausible figures, varied sentences, contradictions planted on request.

Its words are its own. Nothing here is read by the package, and no phrase is taken from it: a generator that
spoke as the extractor listens would prove nothing.
"""
