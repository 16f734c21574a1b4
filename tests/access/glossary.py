from tests.access import public
from tests.factories import add_term


def a_term(cast):
    return {"slug": add_term().slug}


ROWS = [
    public("kb:glossary"),
    public("kb:glossary", query="?q=deposit"),
    public("kb:term", a_term),
]
