"""SCORM 2004, 3rd and 4th Edition."""
