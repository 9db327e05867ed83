"""A page as its author writes it: Markdown and directives, read as blocks."""
