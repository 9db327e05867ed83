"""In and out: log-in, identity providers, sessions, roles, and what protects forms."""
