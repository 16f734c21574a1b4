"""How people reach the desk beside the web: one package a channel."""
