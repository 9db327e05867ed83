"""cmi5: a launch as the standard has it, and what it asks of a course, requirement by requirement."""
