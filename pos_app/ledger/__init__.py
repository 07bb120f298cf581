"""The ledger: canonical bytes, hashes, signatures and the chain they form. No database, no clock."""
