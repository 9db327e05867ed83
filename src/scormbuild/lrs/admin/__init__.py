"""What administrators do with a database: examine it, back it up, restore it."""
