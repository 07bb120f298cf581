"""Rules and values of the counter: pure, no input or output, no clock."""
