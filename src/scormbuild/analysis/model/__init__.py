"""What reports are made of: relations, joins, answers, sessions, and how their figures are made safe."""
