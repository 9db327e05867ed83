"""A folder of text in, a course for any LMS out; an LRS for what learners wrote."""

__version__ = "0.1.0"
