"""From an LMS, or another LRS, into ours: the source that doesn't need the learner's browser."""
