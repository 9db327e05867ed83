"""The open web: a course as a site, with nobody who launches it."""
