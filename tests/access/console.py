"""Rows of the agents' shell."""

from tests.access import Row

ROWS = [
    Row("GET", "console:home"),
    Row("GET", "console:rail"),
    Row("GET", "console:me"),
    Row("GET", "console:news"),
    Row("POST", "console:news-seen", data={"newest": 5}, agent=302, lead=302, admin=302),
    Row("GET", "console:live"),
    Row("GET", "console:design"),
]
