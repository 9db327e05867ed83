"""The rules of xAPI as pure functions (xAPI 1.0.3, IEEE 9274.1.1)."""
