"""Who may do what: keys, scopes, limits, organisations, users, passwords, sessions, secrets."""
