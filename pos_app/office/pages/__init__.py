"""The web pages of head office: rendered on the server, without JavaScript, in French and English."""
