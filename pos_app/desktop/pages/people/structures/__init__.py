"""Structures: who writes slips, who buys for a house, and what became of those whom they referred."""
