"""A folder of text in, a course for any LMS out; a receiver for what learners wrote."""

__version__ = "0.1.0"
