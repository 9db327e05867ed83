"""Who is in which team, and which accounts are one person."""
