"""Where the tables are: DuckDB over a lake, the receiver's PostgreSQL, or Spark over a lake."""
