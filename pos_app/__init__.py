"""pos-app: the till of the reception points of Connexions Solidaires."""

__version__ = "0.1.0"
SOFTWARE = f"pos-app {__version__}"
"""How receipts, entries and head office name this program and its version."""
