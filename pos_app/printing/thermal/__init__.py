"""Thermal printers: a slip as ESC/POS, the ports that it leaves through, and what the printer answers."""
