from tests.access import public
from tests.factories import add_term


def a_term(cast):
    return {"slug": add_term().slug}


ROWS = [
    public("kb:glossary"),
    public("kb:glossary", query="?q=deposit"),
    public("kb:term", a_term),
]

ROWS += [
    public("glossary-api:term-list"),
    public("glossary-api:term-list", query="?limit=0", status=422),
    public("glossary-api:term-detail", a_term),
]
