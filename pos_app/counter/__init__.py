"""What a person does at the desk: one verb a file. Each act is one transaction on the storage thread."""
