"""Head office: collects every till's journal, proves that it is complete, and shows it."""
