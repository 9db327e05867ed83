"""tincan.xml: the launch of before cmi5, whose address carries the key of the LRS."""
