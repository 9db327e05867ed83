"""The dashboard: web pages that answer questions from statements, for whoever may log in."""
