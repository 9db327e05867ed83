"""A lake: the statements as columns, in Parquet files by organisation and month."""
