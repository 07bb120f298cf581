"""The page of impact: what this till brought, and to how many."""
