"""Who may write the glossary, and who may change what is locked."""

from accounts.models import User
from accounts.permissions import Anyone, can_lead, can_work
from helpdesk.lib.errors import Missing
from knowledgebase.glossary.models import Term, TermTranslation


def can_write_terms(user: Anyone) -> bool:
    """Staff write terms; readers see them at once, and the ledger says who wrote what."""
    return can_work(user)


def can_lock(user: Anyone) -> bool:
    """Leads lock agreed words, change locked ones, import, and remove whole terms."""
    return can_lead(user)


def can_change(user: User | None, words: TermTranslation | None) -> bool:
    """Whether these words may be replaced: locked ones by leads alone. Nobody (None) is Vigil itself."""
    return words is None or not words.is_locked or user is None or can_lock(user)


def access_term(slug: str) -> Term:
    """A term by its slug, or Missing. One query."""
    term = Term.objects.select_related("category").filter(slug=slug).first()
    if term is None:
        raise Missing
    return term
