"""Documents to Records: which form, grids to figures, sentences to figures and claims."""
