"""Rows of the shell's own addresses."""

from tests.access import Row, public

ROWS = [
    public("healthz"),
    public("readyz"),
    public("metrics"),
    Row("GET", "api-schema", visitor=401, customer=403),
    Row("GET", "api-docs"),
]
