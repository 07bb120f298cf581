"""Paying: a panel inside the window, never a dialog."""
