"""The interface's languages: the real catalogs, and the machinery that keeps them."""

import gettext
import json
from io import StringIO

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings as project
from django.core.management import CommandError, call_command

from helpdesk.lib import catalogs
from helpdesk.lib.catalogs.extract import strings_in_template
from helpdesk.lib.catalogs.store import PLURAL_FORMS, Entry

LANGUAGES = catalogs.translated_languages()


@pytest.fixture(scope="module")
def found():
    return catalogs.extract()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_is_translated(language, found):
    faults = catalogs.faults_of(language, found, catalogs.load(language), PLURAL_FORMS[language])
    assert not faults, "\n".join(map(str, faults[:20]))


def test_the_interface_speaks_the_languages_of_the_table():
    from helpdesk.lib.languages import INTERFACE

    assert tuple(code for code, _name in project.LANGUAGES) == INTERFACE
    assert set(PLURAL_FORMS) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 103: 3, 11: 4, 99: 4, 100: 5, 102: 5}),
        ("ru", {1: 0, 21: 0, 2: 1, 24: 1, 5: 2, 11: 2, 12: 2, 14: 2, 111: 2, 0: 2}),
        ("es", {1: 0, 0: 1, 2: 1}),
        ("zh-hans", {0: 0, 1: 0, 2: 0}),
    ],
)
def test_a_number_picks_its_plural_form(language, numbers):
    choose = gettext.c2py(PLURAL_FORMS[language].partition("plural=")[2].rstrip(";"))
    assert {number: choose(number) for number in numbers} == numbers


@pytest.fixture
def project_of(tmp_path, settings):
    """A small project: `project_of(template)` puts one template and one Python file in it and gives its strings."""
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    (tmp_path / "templates").mkdir()
    (tmp_path / "helpdesk").mkdir()

    def write(template="", python=""):
        (tmp_path / "templates" / "page.html").write_text(template)
        (tmp_path / "helpdesk" / "code.py").write_text(python)
        return catalogs.extract()

    return write


def ids_of(catalog):
    return {message.id for message in catalog if message.id}


def test_it_finds_the_strings_of_templates(project_of):
    found = project_of("""{% load i18n %}{% translate "Plain" %}{% translate 'With "quotes"' %}{% include "x" with a=_("Given") %}
      {% blocktranslate trimmed count n=n %}One
         ticket{% plural %}{{ n }} tickets{% endblocktranslate %}{{ x|default:_("None") }}{% translate "50%" %}""")
    assert ids_of(found) == {
        "Plain",
        'With "quotes"',
        "Given",
        ("One ticket", "%(n)s tickets"),
        "None",
        "50%%",
    }


def test_it_finds_the_strings_of_python(project_of):
    found = project_of(
        python="""a = _("One " "string"); b = ngettext_lazy("%(n)d day", "%(n)d days", "n")
c = pgettext("verb", "Open"); d = _(computed); e = gettext(f"{x}")"""
    )
    assert ids_of(found) == {"One string", ("%(n)d day", "%(n)d days"), "Open"}
    assert found.get("Open", context="verb").locations == [("helpdesk/code.py", 0)]


def test_it_keeps_the_context_of_a_template_string():
    (only,) = strings_in_template('{% translate "Open" context "verb" %}')
    assert only[:2] == ("Open", "verb")


def test_filling_compiles_what_django_reads(project_of, tmp_path):
    found = project_of(
        "{% blocktranslate count n=n %}One ticket{% plural %}{{ n }} tickets{% endblocktranslate %}"
    )
    (entry,) = catalogs.missing("ru", found)
    assert entry["examples"] == ["1, 21, 31, 41, 51", "2, 3, 4, 22, 23", "0, 5, 6, 7, 8"]
    entry["text"] = ["%(n)s заявка", "%(n)s заявки", "%(n)s заявок"]

    assert catalogs.fill("ru", [entry], found) == []

    assert catalogs.compile_changed() == ["ru"]
    assert catalogs.compile_changed() == []
    with (tmp_path / "locale/ru/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    texts = [compiled.ngettext("One ticket", "%(n)s tickets", n) for n in (1, 3, 11)]
    assert texts == ["%(n)s заявка", "%(n)s заявки", "%(n)s заявок"]


def test_a_changed_string_starts_again_and_the_others_stay(project_of):
    found = project_of('{% translate "Old words" %}{% translate "Kept" %}')
    catalogs.fill("es", [Entry(id="Old words", text="Viejo"), Entry(id="Kept", text="Queda")], found)
    changed = project_of('{% translate "New words" %}{% translate "Kept" %}')
    assert [entry["id"] for entry in catalogs.missing("es", changed)] == ["New words"]


def test_an_unchanged_catalog_is_not_written_again(project_of):
    found = project_of('{% translate "Kept" %}')
    catalogs.fill("es", [Entry(id="Kept", text="Queda")], found)
    before = catalogs.catalog_path("es").stat().st_mtime_ns
    catalogs.fill("es", [Entry(id="Kept", text="Queda")], found)
    assert catalogs.catalog_path("es").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("id", "text", "problem"),
    [
        ("Hello %(name)s", "Hola", "lacks %(name)s"),
        ("Hello %(name)s", "Hola %(nombre)s", "lacks %(name)s; adds %(nombre)s"),
        ("{count} left", "quedan {conteo}", "lacks {count}; adds {conteo}"),
        ("%(n)s of 50%%", "%(n)s de 50 %", "lacks %%; has a lone % sign"),
        ("Read <b>this</b>", "Lea esto", "changes the HTML tags"),
        ('Go <a href="%(u)s">on</a>', 'Siga <a href="%(u)s" class="x">aquí</a>', "changes the HTML tags"),
        ("Hello", "Hola\n", "changes the white space around the text"),
        (("%(n)s day", "%(n)s days"), ("%(n)s día",), "must have 2 plural forms, not 1"),
        (("%(n)s day", "%(n)s days"), ("un día", "%(n)s días"), ""),
        (("%(n)s day", "%(n)s days"), ("%(n)s día", "días"), "lacks %(n)s"),
        (("%(who)s: %(n)s day", "%(who)s: %(n)s days"), ("un día", "%(who)s: %(n)s días"), "lacks %(who)s"),
        ("Hello", "Hola", ""),
        ("Hello", "", "has no translation"),
    ],
)
def test_a_broken_translation_is_named(project_of, id, text, problem):
    catalog = catalogs.update("es", Catalog())
    message = Message(id, string=text)
    assert "; ".join(catalogs.faults_of_message(message, catalog)) == problem


def test_a_fuzzy_translation_is_a_fault(project_of):
    found = project_of('{% translate "Kept" %}')
    catalog = catalogs.update("es", found)
    catalog.get("Kept").string = "Queda"
    catalog.get("Kept").flags.add("fuzzy")
    assert [fault.problem for fault in catalogs.faults_of("es", found, catalog)] == ["is marked fuzzy"]


def test_a_wrong_plural_rule_is_a_fault():
    problems = catalogs.faults_of("ar", Catalog(), Catalog(locale="ar"), PLURAL_FORMS["ar"])
    assert [fault.id for fault in problems] == ["Plural-Forms"]


def test_the_command_refuses_a_broken_translation_and_keeps_the_rest(project_of, tmp_path):
    project_of('{% translate "Kept" %}{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}')
    file = tmp_path / "es.json"
    file.write_text(json.dumps({"Kept": "Queda", "Hello %(name)s": "Hola", "Unknown": "Nada"}))
    out = StringIO()
    with pytest.raises(CommandError, match="2 of 3"):
        call_command("strings", "--fill", "es", str(file), stdout=out)
    assert "lacks %(name)s" in out.getvalue()
    assert "no such string" in out.getvalue()
    assert catalogs.load("es").get("Kept").string == "Queda"


def test_the_command_fails_while_a_translation_is_missing(project_of):
    project_of('{% translate "Kept" %}')
    call_command("strings", stdout=StringIO())
    with pytest.raises(CommandError, match="6 translations"):
        call_command("strings", "--check", stdout=StringIO())
    for language in LANGUAGES:
        catalogs.fill(language, [Entry(id="Kept", text="…")], catalogs.extract())
    call_command("strings", "--check", stdout=StringIO())
