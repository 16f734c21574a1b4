from tests.access import public
from tests.factories import announce


def one(cast):
    return {"slug": announce().slug}


ROWS = [
    public("announcements:announcement-list"),
    public("announcements:announcement-detail", one),
    public(
        "announcements:announcement-detail",
        lambda cast: {"slug": announce(audience="staff").slug},
        visitor=404,
        customer=404,
    ),
    public(
        "announcements:announcement-detail",
        lambda cast: {"slug": announce(audience="customers").slug},
        visitor=404,
    ),
    public("announcements:announcement-dismiss", one, method="POST", data={}, status=302),
    public("announcements:feed"),
    public("announcements:bar", query="?place=help"),
    public("announcements-api:announcement-list"),
    public("announcements-api:announcement-detail", one),
]
