"""Many files: worker processes or a cluster, one ledger, limits, resume."""
