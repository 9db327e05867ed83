"""From a request to a response: the wire's limits, the standard's resources, logs, metrics and health."""
