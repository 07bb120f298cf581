"""Accompanying people: sessions and their places, cases and their steps."""
