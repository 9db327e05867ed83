"""cmi5: a course whose LMS hears of it by xAPI."""
