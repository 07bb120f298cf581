"""The only door to SQLite: one encrypted file, one writer, one transaction for each act."""
