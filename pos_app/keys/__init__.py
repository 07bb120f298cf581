"""Keys of a till: drawn at random, wrapped in a file with slots, opened by several independent means."""
