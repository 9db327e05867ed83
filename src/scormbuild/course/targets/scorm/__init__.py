"""What all versions of SCORM share."""
