"""Statements: how they are stored, compared and given out (xAPI 1.0.3 Data 2.0)."""
