"""People: the page, registration, what is done about a right."""
