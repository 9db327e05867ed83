"""Pseudonyms, and how long what is kept."""
