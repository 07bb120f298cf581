"""Many tills that press the button the same evening, against the real server and the real PostgreSQL."""
