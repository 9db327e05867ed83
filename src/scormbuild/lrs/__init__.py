"""The LRS: a Learning Record Store for xAPI 1.0.3 and 2.0 (IEEE 9274.1.1)."""
