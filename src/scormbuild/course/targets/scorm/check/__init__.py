"""What SCORM 1.2 and SCORM 2004 share: the rules of IMS Content Packaging, and of what both add to it."""
