"""Rows of the appearance form."""

from tests.access import Row

ROWS = [
    Row(
        "POST", "theme-set", data={"theme": "dark"}, visitor=302, customer=302, agent=302, lead=302, admin=302
    ),
]
