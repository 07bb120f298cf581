"""Lists of people: taken in from a file, and written to one."""
