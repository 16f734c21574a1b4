"""New and changed articles for feed readers, one feed a language."""

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from knowledgebase.selectors import article_url, recently_updated

ENTRIES = 30


def feed_xml(language: str) -> str:
    """Atom: what changed last, in the words a reader of `language` is shown. One query."""
    own = settings.BASE_URL + reverse("kb:feed")
    feed = Atom1Feed(
        title=_("%(brand)s: new and changed articles") % {"brand": settings.BRAND_NAME},
        link=settings.BASE_URL + reverse("kb:home"),
        description="",
        language=language,
        feed_url=own,
        feed_guid=own,
        author_name=settings.BRAND_NAME,
    )
    for row in recently_updated(language, ENTRIES):
        link = settings.BASE_URL + article_url(row, language)
        feed.add_item(
            title=row.title,
            description=row.summary,
            link=link,
            unique_id=link,
            pubdate=row.published_at,
            updateddate=row.updated_at,
        )
    return feed.writeString("utf-8")
