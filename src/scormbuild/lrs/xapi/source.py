"""Where a statement comes from, as the account of its authority says (xAPI 1.0.3 Data 2.4.9)."""

from __future__ import annotations

PACKAGE = "package"  # a learner's browser: its key is public, so what it sends is a claim
LMS = "lms"  # an LMS's plug-in or a harvest: it knows its users
