"""Rows of the agents' shell."""

from tests.access import Row

ROWS = [
    Row("GET", "console:home"),
    Row("GET", "console:rail"),
    Row("GET", "console:me"),
    Row("GET", "console:live"),
    Row("GET", "console:design"),
]
