"""SCORM 1.2: its manifest, and what an examined package must be."""
