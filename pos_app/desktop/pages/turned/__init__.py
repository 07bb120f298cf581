"""The turned screen: what is said to a person who reads another language than the desk."""
