"""Where the tables are: DuckDB over a lake, the LRS's PostgreSQL, or Spark over a lake."""
