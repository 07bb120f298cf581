"""Giving back: the panel, its lines, a second person's word."""
