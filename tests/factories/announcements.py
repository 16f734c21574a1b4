from knowledgebase.announcements.actions import Facts, Said, create_announcement, publish_announcement


def draft_announcement(title="Deposits are late", *, body="", language="en", **facts):
    """A draft with one line in one language."""
    return create_announcement(Said(title, body), facts=Facts(**facts), language=language, actor=None)


def announce(title="Deposits are late", *, body="", language="en", ends_at=None, **facts):
    """A published announcement, seen from now on."""
    draft = draft_announcement(title, body=body, language=language, **facts)
    return publish_announcement(draft, ends_at=ends_at, actor=None)


def incident(title="Withdrawals are paused", **facts):
    """A published incident without updates."""
    return announce(title, kind="incident", **{"severity": "major", **facts})
