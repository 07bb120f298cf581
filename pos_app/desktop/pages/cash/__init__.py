"""The drawer: opening the day, what happens to it, and the evening."""
