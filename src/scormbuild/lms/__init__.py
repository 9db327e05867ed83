"""From an LMS, or another LRS, into the receiver: the road that doesn't need the learner's browser."""
