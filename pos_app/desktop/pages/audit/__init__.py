"""Looking closer: events, verification, archives, copies."""
