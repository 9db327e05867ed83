"""The builder: from a folder of YAML and Markdown to a SCORM package."""
