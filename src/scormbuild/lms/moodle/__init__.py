"""Moodle: its web services, and a harvest of them."""
