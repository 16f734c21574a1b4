"""Keeping the index in step with what is published: inside the action's own transaction, or all at once."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction

from helpdesk.lib.text import analyse
from knowledgebase.content import body_terms, plain_text
from knowledgebase.models import ArticleTranslation, SearchRow, SearchSize, SearchSpelling, SearchTerm
from knowledgebase.search.database import FIELDS, add_counts, store_vectors
from knowledgebase.search.spelling import learn

_TERMS = SearchTerm._meta.db_table
_SIZES = SearchSize._meta.db_table
# An article longer than this is found by its beginning.
_MOST_TERMS = 40_000
_PLAIN = 20_000
_BATCH = 200


def put_in_index(translation: ArticleTranslation) -> None:
    """Index the words readers see now; call it inside the transaction that published them."""
    old = SearchRow.objects.filter(translation=translation).first()
    row = build_row(translation)
    if old is None:
        row.save()
    else:
        row.pk = old.pk
        row.save(force_update=True)
    store_vectors({row.pk: _fields(row)})
    _count([row], [old] if old else [])
    learn(row.language, _texts(row))


def drop_from_index(translation: ArticleTranslation) -> None:
    """Forget a translation that readers may no longer see."""
    old = SearchRow.objects.filter(translation=translation).first()
    if old is not None:
        _count([], [old])
        old.delete()


def build_row(translation: ArticleTranslation) -> SearchRow:
    language = translation.language
    plain = plain_text(translation.body)
    questions = "\n".join(" ".join(analyse(str(question), language)) for question in translation.questions)
    return SearchRow(
        translation=translation,
        language=language,
        category_id=translation.article.category_id,
        title=" ".join(analyse(translation.title, language)),
        questions=questions,
        summary=" ".join(analyse(translation.summary, language)),
        body=" ".join(body_terms(translation.body, language)[:_MOST_TERMS]),
        plain=plain[:_PLAIN],
    )


def _texts(row: SearchRow) -> list[str]:
    words = row.translation
    return [words.title, words.summary, *map(str, words.questions), row.plain]


def _fields(row: SearchRow) -> list[str]:
    return [str(getattr(row, name)) for name in FIELDS]


def _terms(row: SearchRow) -> set[str]:
    return {term for field in _fields(row) for term in field.split()}


def _count(new: Sequence[SearchRow], old: Sequence[SearchRow]) -> None:
    terms: Counter[tuple[str, str]] = Counter()
    sizes: dict[str, list[int]] = {}
    for sign, rows in ((1, new), (-1, old)):
        for row in rows:
            for term in _terms(row):
                terms[row.language, term] += sign
            lengths = [len(field.split()) for field in _fields(row)]
            before = sizes.get(row.language, [0] * 5)
            sizes[row.language] = [b + sign * n for b, n in zip(before, [1, *lengths], strict=True)]
    changed = [(language, term, change) for (language, term), change in terms.items() if change]
    add_counts(_TERMS, ("language", "term"), ("rows",), changed)
    add_counts(
        _SIZES,
        ("language",),
        ("rows", *FIELDS),
        [(code, *change) for code, change in sizes.items() if any(change)],
    )


@transaction.atomic
def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Make the whole index anew from what is published; readers see the old one until it commits."""
    SearchRow.objects.all().delete()
    SearchTerm.objects.all().delete()
    SearchSize.objects.all().delete()
    SearchSpelling.objects.all().delete()
    published = ArticleTranslation.objects.published().select_related("article").order_by("pk")
    total = published.count()
    done = 0
    for batch in _batches(published.iterator(_BATCH)):
        rows = SearchRow.objects.bulk_create([build_row(translation) for translation in batch])
        store_vectors({row.pk: _fields(row) for row in rows})
        _count(rows, [])
        for language in sorted({row.language for row in rows}):
            learn(language, (text for row in rows if row.language == language for text in _texts(row)))
        done += len(batch)
        if progress:
            progress(done, total)
    return done


def _batches(items: Iterator[ArticleTranslation]) -> Iterator[list[ArticleTranslation]]:
    batch: list[ArticleTranslation] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
