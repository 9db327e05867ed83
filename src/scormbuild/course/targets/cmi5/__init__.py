"""cmi5: an xAPI profile for courses that an LMS launches (AICC CMI-5 specification, Quartz)."""
