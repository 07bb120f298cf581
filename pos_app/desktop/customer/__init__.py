"""The second screen, turned to the person: what they buy, what it costs, what is given back and what they save."""
