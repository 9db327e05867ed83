"""SCORM: the LMS that keeps elements of a data model, attempt by attempt; the run time is in the page."""
