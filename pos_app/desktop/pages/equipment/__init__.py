"""Things with a number of their own: where each is, what comes in, what goes."""
