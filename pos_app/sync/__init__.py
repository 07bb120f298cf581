"""Sync: what both sides say to each other, and the till's side of it."""
