"""Tables that others made: lists of people, lots of codes. CSV and XLSX read row by row, and written guarded."""
