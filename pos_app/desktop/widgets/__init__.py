"""Widgets that several pages use, one a file."""
