"""Importing folders of Markdown: all or nothing per file, named problems, nothing touched twice."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk.ledger.models import Event
from knowledgebase.importing import import_folder
from knowledgebase.models import Article, ArticleTranslation, Category, Revision
from knowledgebase.previewing import preview_folder
from knowledgebase.selectors import search
from tests.lib.evaluation import evaluation_file

pytestmark = pytest.mark.django_db

GOOD = """---
slug: limits
category: withdrawals
language: {language}
title: "{title}"
questions:
  - how much can I send
related: [fees]
---
## Levels

::: note
Level 1 sends 2,000 a day.
:::
"""


def write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "en/limits.md", GOOD.format(language="en", title="Withdrawal limits"))
    write(tmp_path, "zh/limits.md", GOOD.format(language="zh_CN", title="提币限额"))
    return tmp_path


def test_it_publishes_every_language_of_an_article(folder):
    report = import_folder(folder)
    assert (report.created, report.problems) == (2, [])
    assert set(ArticleTranslation.objects.published().values_list("language", flat=True)) == {"en", "zh-hans"}
    assert search("提币限额", "zh-hans").hits


def test_a_second_run_touches_nothing(folder):
    import_folder(folder)
    before = Event.objects.count(), Revision.objects.count()
    report = import_folder(folder)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert (Event.objects.count(), Revision.objects.count()) == before


def test_a_changed_file_becomes_a_new_revision_and_its_translation_stale(folder):
    import_folder(folder)
    write(folder, "en/limits.md", GOOD.format(language="en", title="Limits"))
    report = import_folder(folder)
    assert (report.updated, report.unchanged) == (1, 1)
    assert list(ArticleTranslation.objects.stale().values_list("language", flat=True)) == ["zh-hans"]


def test_a_dry_run_reports_the_same_and_writes_nothing(folder):
    write(folder, "categories.yaml", "- slug: fees\n  titles: {en: Fees}\n")
    write(folder, "en/broken.md", "nothing")
    write(folder, "es/limits.md", GOOD.format(language="es", title="Límites").replace("withdrawals", "fees"))
    with CaptureQueriesContext(connection) as asked:
        before = preview_folder(folder)
    assert all(query["sql"].startswith("SELECT") for query in asked)
    assert not Article.objects.exists()
    assert before == import_folder(folder)
    assert (before.created, before.categories, len(before.problems)) == (2, 2, 2)


def test_a_dry_run_tells_changed_files_from_those_that_stay(folder):
    import_folder(folder)
    write(folder, "en/limits.md", GOOD.format(language="en", title="Limits"))
    report = preview_folder(folder)
    assert (report.created, report.updated, report.unchanged, report.categories) == (0, 1, 1, 0)
    assert report.warnings == import_folder(folder).warnings


def test_categories_get_their_words_and_order(folder):
    write(
        folder,
        "categories.yaml",
        "- slug: withdrawals\n  icon: arrow-up\n  titles: {en: Withdrawals, zh-hans: 提币}\n",
    )
    import_folder(folder)
    assert Category.objects.get().title("zh-hans") == "提币"


def test_related_articles_are_linked_once_they_are_there(folder):
    write(folder, "en/a-fees.md", GOOD.replace("limits", "fees").format(language="en", title="Fees"))
    import_folder(folder)
    assert [link.target.slug for link in Article.objects.get(slug="limits").related_links.all()] == ["fees"]


def broken(change):
    old, new = change
    return GOOD.format(language="en", title="Limits").replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("no front matter", 1, "three hyphens"),
        ("---\nslug: limits\n", 1, "no end"),
        (broken(("slug: limits", "slug: li mits")), 2, "slug must be"),
        (broken(("language: en", "language: tlh")), 4, "'tlh'"),
        (broken(('title: "Limits"', "title:")), 5, "no title"),
        (broken(('title: "Limits"', "title: a: b")), 5, "YAML"),
        (broken(('"Limits"', "x" * 300)), 5, "300 characters"),
        (broken(("related: [fees]", "relatd: [fees]")), 8, "relatd is not a known key"),
        (broken(("related: [fees]", "related: fees")), 8, "must be a list"),
        (broken(("::: note", "::: hint")), 12, "::: hint"),
        (broken((":::\n", "")), 12, "no end"),
        (broken(("Level 1", "Level\x001")), 13, "control character"),
        (b"---\nslug: x\n---\n\xff\xfe", 4, "UTF-8"),
        ("---\n- a\n- b\n---\n", 2, "key: value"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_the_others_go_on(folder, text, line, says):
    write(folder, "en/broken.md", text)
    report = import_folder(folder)
    good = 2 - report.unchanged - (0 if report.created == 2 else 1)
    assert report.created >= good
    assert [problem.split(": ")[0] for problem in report.problems] == [f"en/broken.md:{line}"]
    assert says in report.problems[0]


def test_the_command_ends_with_1_when_a_file_was_refused(folder, capsys):
    write(folder, "en/broken.md", "nothing")
    with pytest.raises(SystemExit) as exit_code:
        call_command("import_articles", str(folder))
    assert exit_code.value.code == 1
    assert "2 created" in capsys.readouterr().out


def test_two_files_of_one_article_and_language_are_not_both_imported(folder):
    write(folder, "en/limits-2.md", GOOD.format(language="en", title="Other limits"))
    report = import_folder(folder)
    assert len(report.problems) == 1
    assert "same slug and language" in report.problems[0]


def test_a_translation_may_not_move_the_article_to_another_category(folder):
    write(folder, "zh/limits.md", GOOD.format(language="zh", title="提币").replace("withdrawals", "deposits"))
    report = import_folder(folder)
    assert report.problems[0].startswith("zh/limits.md:3: ")
    assert not Category.objects.filter(slug="deposits").exists()


@pytest.mark.slow
def test_the_real_collections_load_whole():
    report = import_folder(evaluation_file("import"))
    assert report.problems == []
    assert report.created == ArticleTranslation.objects.published().count() >= 900
    assert ArticleTranslation.objects.values("language").distinct().count() == 12
