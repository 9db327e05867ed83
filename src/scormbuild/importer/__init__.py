"""From a text in another form to a course folder: a reader for each form, recognised signs, one writer."""
