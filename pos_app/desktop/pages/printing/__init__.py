"""Paper on the screen: what waits, what needs somebody."""
