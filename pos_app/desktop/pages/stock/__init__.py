"""Stock: what is on the shelf, how it moved, what is sold at what price, what campaigns give."""
