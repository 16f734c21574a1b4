"""The glossary as files: the same after a round, each bad row named, nothing that a spreadsheet would run."""

import io
import zipfile

import pytest

from helpdesk.demo.shelves import GLOSSARY, build_glossary
from helpdesk.lib import languages
from helpdesk.lib.errors import Invalid
from knowledgebase.glossary.actions import TermFacts, lock_words, relate_term
from knowledgebase.glossary.files import (
    as_csv,
    as_markdown,
    as_zip,
    read_csv,
    read_markdown,
    read_upload,
    rows_of_glossary,
)
from knowledgebase.glossary.importing import dry_run, import_rows
from knowledgebase.glossary.models import Term, TermTranslation
from tests.factories import CategoryFactory, add_term, publish

pytestmark = pytest.mark.django_db
HEAD = "slug,language,name,short,synonyms,is_source\n"


@pytest.fixture
def whole():
    """A glossary that uses every column."""
    shelf = CategoryFactory(slug="deposits")
    article = publish().article
    words = {
        "en": ("=HYPERLINK(1)", "'=1 @ -- short", ["a, b", '"quoted"', "-x"]),
        "ar": ("الإيداع", "عملات ترسلها.", ["ايداع"]),
    }
    odd = add_term("odd", words, facts=TermFacts(category=shelf))
    usdt = add_term(
        "usdt", {"en": ("USDT", "A coin."), "ja": ("USDT", "コイン。")}, facts=TermFacts(is_name_kept=True)
    )
    relate_term(odd, terms=[usdt], articles=[article], actor=None)
    lock_words(odd.translations.get(language="ar"), actor=None)
    return list(rows_of_glossary())


def as_folder(rows):
    return io.BytesIO(as_zip(rows)).getvalue()


@pytest.mark.parametrize(
    ("name", "write"), [("x.csv", lambda rows: as_csv(rows).encode()), ("x.zip", as_folder)]
)
def test_written_read_and_taken_in_again_it_is_the_same(whole, name, write):
    written = write(whole)
    assert read_upload(name, written) == whole
    again = import_rows(read_upload(name, written), actor=None)
    assert (again.created, again.updated, again.unchanged, again.problems) == (0, 0, 4, [])
    Term.objects.all().delete()
    import_rows(read_upload(name, written), actor=None)
    assert write(rows_of_glossary()) == written


def test_no_cell_begins_like_a_formula(whole):
    cells = as_csv(whole).replace("\n", ",").split(",")
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in tuple("=+-@\t")]


def test_a_markdown_file_keeps_its_text(whole):
    assert read_markdown(as_markdown(whole[0]), "x") == whole[0]


def test_bad_rows_are_named_and_good_ones_kept():
    table = (
        HEAD
        + "a,en,A,Short.,,yes\nb,en,,Short.,,yes\na,ru,А,,,\nc,ru,Ц,Кратко.,,\nbad slug,en,B,Short.,,yes\n"
    )
    report = import_rows(read_csv(table), actor=None)
    assert (report.created, len(report.problems)) == (2, 3)
    assert report.problems[0].startswith("line 3: b (en):")


def test_a_dry_run_reports_and_keeps_nothing():
    assert dry_run(read_csv(HEAD + "a,en,A,Short.,,yes\n"), actor=None).created == 1
    assert not Term.objects.exists()


def test_an_agent_does_not_change_locked_words_by_a_file(agent):
    lock_words(add_term().translations.get(language="ru"), actor=None)
    report = import_rows(read_csv(HEAD + "deposit,ru,Ввод,Кратко.,,\n"), actor=agent)
    assert "locked" in report.problems[0]
    assert TermTranslation.objects.get(language="ru").name == "Пополнение"


def test_a_fact_left_empty_in_front_matter_is_not_said():
    row = read_markdown("---\nslug: a\nlanguage: en\nname:\nshort: S.\ncategory:\n---\n", "a.md")
    assert (row.name, row.category) == ("", "")


def test_a_damaged_archive_says_so():
    whole = packed(a="---\nslug: a\n---\n" + "".join(chr(97 + n % 26) for n in range(4000)))
    start = whole.index(b"a.md") + 4
    with pytest.raises(Invalid):
        read_upload("x.zip", whole[:start] + b"\xff" * 12 + whole[start + 12 :])


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.md", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("x.exe", b"MZ"),
        ("x.csv", b"slug,name\n"),
        ("x.csv", b"\xff\xfe\x00"),
        ("x.csv", b"slug,language,name,short\na,tlh,A,B\n"),
        ("x.csv", b"slug,language,name,short\n" + b'"' * 300_001),
        ("x.csv", b'slug,"language,name,short\n'),
        ("x.csv", b"x" * 5_000_001),
        ("x.md", b"no front matter"),
        ("x.md", b"---\na: [\n---\n"),
        ("x.md", b"---\n- a\n---\n"),
        ("x.zip", b"PK not really"),
        ("x.zip", packed(a="0" * 21_000_000)),
    ],
)
def test_a_file_that_cannot_be_read_says_so(name, raw):
    with pytest.raises(Invalid):
        read_upload(name, raw)


def test_the_demo_explains_forty_terms_in_every_interface_language(admin):
    for slug in ("deposits", "withdrawals", "security", "identity", "trading", "futures", "p2p", "api"):
        CategoryFactory(slug=slug)
    build_glossary(admin)
    assert len(list(GLOSSARY.glob("*.csv"))) == len(languages.INTERFACE)
    spoken = {
        code: TermTranslation.objects.filter(language=code).exclude(long="").count()
        for code in languages.INTERFACE
    }
    assert spoken == dict.fromkeys(languages.INTERFACE, 40)
