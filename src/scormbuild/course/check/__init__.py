"""What is true of any zip, whatever course is in it: an untrusted archive, and the names in it."""
