"""What reports are made of: relations, joins, answers, sessions, and what is suppressed."""
