"""Learning systems that keep what a course says in an LRS: attempts, launches, the LRS itself."""
