"""The demo: an invented organisation of three points, its head office, and a day at the counter."""
