"""Machines with a passport: their table, who waits for one, how one is paid in parts."""
