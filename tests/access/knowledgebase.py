from tests.access import Row
from tests.factories import publish


def an_article(cast):
    return {"slug": publish().article.slug}


def in_german(cast):
    german = publish(publish().article, "de", title="So geht es")
    return {"slug": german.article.slug, "language": "de"}


def a_category(cast):
    return {"slug": publish().article.category.slug}


ALL = {"visitor": 200, "customer": 200}

ROWS = [
    Row("GET", "front-door", visitor=302, customer=302, agent=302, lead=302, admin=302),
    Row("GET", "sitemap", **ALL),
    Row("GET", "robots", **ALL),
    Row("GET", "kb:home", **ALL),
    Row("GET", "kb:feed", **ALL),
    Row("GET", "kb:search", **ALL),
    Row("GET", "kb:search", query="?q=withdrawal", **ALL),
    Row("GET", "kb:search-suggest", query="?q=with", **ALL),
    Row("GET", "kb:category", a_category, **ALL),
    Row("GET", "kb:article", an_article, **ALL),
    Row("GET", "kb:article-in", in_german, **ALL),
    Row(
        "POST",
        "kb:article-vote",
        an_article,
        data={"helpful": "yes"},
        visitor=302,
        customer=302,
        agent=302,
        lead=302,
        admin=302,
    ),
    Row("GET", "kb-api:search", query="?q=withdrawal", **ALL),
    Row("GET", "kb-api:search", visitor=422, customer=422, agent=422, lead=422, admin=422),
    Row("GET", "kb-api:article-list", **ALL),
    Row("GET", "kb-api:article-detail", an_article, **ALL),
    Row("GET", "kb-api:category-list", **ALL),
]
