"""Taking in a list of people: its file, its columns, its problems, and only then the writing."""
