"""Settings: operators, this till, about."""
