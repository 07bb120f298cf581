"""Paper: documents as plain values, their writers, and the queue of each printer."""
