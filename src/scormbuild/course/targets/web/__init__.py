"""A course as a web site: for any web server, installable and there offline; or as one page to send."""
