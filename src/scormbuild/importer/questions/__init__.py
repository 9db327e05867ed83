"""Questions of other systems: what a reader found out about one, and the directive that asks it."""
