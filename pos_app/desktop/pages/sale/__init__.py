"""The sale page: search, shelf, ticket in progress."""
