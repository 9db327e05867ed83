"""tincan.xml: courses that speak xAPI with the LRS that their address names."""
