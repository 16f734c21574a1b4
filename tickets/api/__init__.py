"""The REST API of tickets."""
