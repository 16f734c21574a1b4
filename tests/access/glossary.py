from tests.access import Row, public
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


def chinese(cast):
    return {"slug": add_term().slug, "language": "zh-hans"}


WORDS = {"zh-hans-name": "充值", "zh-hans-short": "转入的币。"}
NEW = {"slug": "fee", "source_language": "en", "name": "Fee", "short": "A price."}
DONE = {"agent": 302, "lead": 302, "admin": 302}
LEAD = {"agent": 403, "lead": 302, "admin": 302}
SURE = {"confirm": "yes"}

ROWS += [
    Row("GET", "glossary-console:term-list"),
    Row("GET", "glossary-console:term-list", query="?language=ru&state=missing"),
    Row("GET", "glossary-console:term-new"),
    Row("POST", "glossary-console:term-new", data=NEW, **DONE),
    Row("GET", "glossary-console:term-detail", a_term),
    Row("GET", "glossary-console:terms-export", {"kind": "csv"}),
    Row("GET", "glossary-console:terms-import", agent=403),
    Row("POST", "glossary-console:terms-import", data={}, agent=403, lead=422, admin=422),
    Row("POST", "glossary-console:words-save", chinese, data=WORDS, **DONE),
    Row("POST", "glossary-console:words-lock", chinese, data={}, **LEAD),
    Row("POST", "glossary-console:words-remove", chinese, data=SURE, **DONE),
    Row("POST", "glossary-console:term-facts", a_term, data={"source_language": "en"}, **DONE),
    Row("POST", "glossary-console:term-remove", a_term, data=SURE, **LEAD),
]
