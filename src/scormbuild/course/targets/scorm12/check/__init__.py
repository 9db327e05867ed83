"""The rules of SCORM 1.2 packages, ours or anybody's."""
