"""Rows of the appearance form."""

from tests.access import Row, public

ROWS = [
    Row(
        "POST", "theme-set", data={"theme": "dark"}, visitor=302, customer=302, agent=302, lead=302, admin=302
    ),
    public("favicon", status=302),
    public("manifest"),
]
