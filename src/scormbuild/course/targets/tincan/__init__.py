"""xAPI launch by tincan.xml."""
