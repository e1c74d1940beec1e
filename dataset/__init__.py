"""Many records, many years: Parquet tables, panel, codebook."""
