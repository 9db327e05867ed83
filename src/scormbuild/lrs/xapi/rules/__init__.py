"""What a statement must be, rule by rule (xAPI 1.0.3 Data 2.0, IEEE 9274.1.1 4.2)."""
