"""The flat rows and views that analysts read."""
