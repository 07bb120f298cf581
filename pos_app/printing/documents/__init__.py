"""Documents as values: what they say, without fonts or printer codes."""
