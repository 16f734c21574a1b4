"""The house style, as far as a program can hold us to it; ruff, mypy and import-linter hold the rest."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from helpdesk.ledger.registry import words_of
from tests import source
from tests.source import APPS, ROOT, files, functions, modules, python_files, text_of, tree_of, where

NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "data",
    "info",
    "misc",
    "common",
}
RAISED_LIMITS: dict[str, str] = {}
"""Files over the size limit, each with the reason the review accepted."""
ACTS_OF_NOBODY = {
    "post_messages": "each draft names its author",
    "heartbeat": "the person's own console speaks",
    "set_silent_away": "the clock acts",
}
"""Actions without an `actor`, each with the reason."""
ENTRANCES = ("views", "forms", "filters", "api", "consumers")
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete"}
DATETIMES_OF_OLD = {"at", "since", "date_joined"}
CLAIMS = ("is_", "has_", "can_", "was_", "may_", "needs_", "wants_", "allows_", "shows_")


def too_long(paths, limit):
    sizes = {where(path): len(text_of(path).splitlines()) for path in paths}
    return {name: size for name, size in sizes.items() if size > limit and name not in RAISED_LIMITS}


@pytest.mark.parametrize(
    ("paths", "limit"),
    [
        ([p for p in python_files() if not source.is_table(p)], 400),
        (source.test_files(), 400),
        (files("templates", "html"), 120),
        (files("static", "css"), 200),
        (files("static", "js"), 150),
    ],
    ids=["python", "tests", "templates", "css", "js"],
)
def test_files_are_short(paths, limit):
    assert not too_long(paths, limit)


def test_functions_are_short():
    assert not [f"{f} {f.lines}" for f in functions(python_files()) if f.lines > 40]


def test_tests_are_short():
    tests = [f for f in functions(source.test_files()) if f.node.name.startswith("test_")]
    assert not [f"{f} {f.lines}" for f in tests if f.lines > 25]


def test_tests_name_a_behaviour():
    tests = [f for f in functions(source.test_files()) if f.node.name.startswith("test_")]
    assert not [str(f) for f in tests if f.node.name.count("_") < 2]


def test_views_are_at_most_fifteen_lines():
    views = functions(modules("views", "api"))
    answers = [f for f in views if (f.positional or [""])[0] == "request"]
    assert not [f"{f} {f.lines}" for f in answers if f.lines > 15]


def test_functions_take_few_parameters():
    many = [f for f in functions(python_files()) if len(f.positional) > 5]
    acts = set(functions(modules("actions")))
    wide = [f for f in functions(python_files()) if f not in acts and len(f.positional + f.keyword_only) > 7]
    assert not [str(f) for f in many + wide]


def actions():
    return [f for f in functions(modules("actions")) if f.is_public and f.is_atomic]


def test_the_rules_find_the_actions():
    assert "create_customer" in {f.node.name for f in actions()}


def test_actions_have_docstrings():
    assert not [str(f) for f in actions() if not ast.get_docstring(f.node)]


def test_actions_take_one_subject_and_keywords():
    assert not [str(f) for f in actions() if len(f.positional) > 2]


def test_actions_know_their_actor():
    missing = [f for f in actions() if "actor" not in f.keyword_only and f.node.name not in ACTS_OF_NOBODY]
    assert not [str(f) for f in missing]


def test_actions_have_no_flags():
    def flags(function):
        pairs = zip(function.node.args.kwonlyargs, function.node.args.kw_defaults, strict=True)
        return [
            a.arg
            for a, default in pairs
            if isinstance(getattr(default, "value", None), bool) and not a.arg.startswith(CLAIMS)
        ]

    assert not [f"{f} {flags(f)}" for f in actions() if flags(f)]


def test_permissions_and_selectors_have_docstrings():
    public = [f for f in functions(modules("permissions", "selectors")) if f.is_public]
    assert not [str(f) for f in public if not ast.get_docstring(f.node)]


def test_a_save_names_its_fields():
    saves = source.calls(modules("actions", "tasks", "subscribers"), "save")
    clear = {"update_fields", "force_insert"}
    bare = [(path, node) for path, node in saves if not clear & {k.arg for k in node.keywords}]
    assert not [f"{where(path)}:{node.lineno} {ast.unparse(node)}" for path, node in bare]


def test_entrances_do_not_write():
    found = []
    for verb in WRITES:
        for path, node in source.calls(modules(*ENTRANCES), verb):
            if ".objects" in ast.unparse(node.func):
                found.append(f"{where(path)}:{node.lineno} {ast.unparse(node)[:80]}")
    for path, node in source.calls(modules(*ENTRANCES), "save"):
        if ast.unparse(node.func) == "super().save":
            continue
        found.append(f"{where(path)}:{node.lineno} {ast.unparse(node)[:80]}")
    assert not found


def test_no_import_of_ours_hides_in_a_function():
    hidden = []
    for function in functions(python_files()):
        if function.path.name == "apps.py":
            continue
        for node in ast.walk(function.node):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in APPS:
                hidden.append(f"{function} imports {node.module}")
    assert not hidden


def test_there_are_no_signals_of_our_own():
    names = re.compile(r"\b(Signal\(|post_save|pre_save|post_delete|pre_delete|m2m_changed|@receiver)")
    assert not [where(path) for path in python_files() if names.search(text_of(path))]


def test_names_say_something():
    own = [*python_files(), *files("templates", "html"), *files("static", "js"), *files("static", "css")]
    said = {where(path): {path.stem, *path.relative_to(ROOT).parts[:-1]} for path in own}
    assert not [name for name, parts in said.items() if parts & NAMES_THAT_SAY_NOTHING]


def test_migrations_are_named_by_intent():
    written = [p for app in APPS for p in (ROOT / app).rglob("migrations/0*.py")]
    assert written
    assert not [where(p) for p in written if "_auto_" in p.stem]


def test_silenced_warnings_give_their_reason():
    shape = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?(?P<reason>.*)", re.IGNORECASE)
    bad = []
    for path in [*python_files(), *source.test_files()]:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            match = shape.search(line)
            if match and (not match["codes"] or len(match["reason"].split()) < 3 or is_limit(match["codes"])):
                bad.append(f"{where(path)}:{number} {line.strip()[-60:]}")
    assert not bad


def is_limit(codes):
    return bool(re.search(r"C901|PLR09|E501", codes))


def test_ignored_types_name_their_error():
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)")
    assert not [where(path) for path in python_files() if bare.search(text_of(path))]


def test_no_banners_and_no_bare_todos():
    noise = re.compile(r"^\s*#\s*[=#*~]{4,}|\b(TODO|FIXME|XXX)\b(?!\(|: )", re.MULTILINE)
    own = [*python_files(), *source.test_files(), *files("static", "js"), *files("static", "css")]
    this_page = ROOT / "tests" / "test_house_style.py"
    assert not [where(path) for path in own if path != this_page and noise.search(text_of(path))]


def own_fields(kind):
    for app in (*APPS, "ledger", "console"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_fields:
                if isinstance(field, kind) and field.model.__module__.split(".")[0] in APPS:
                    yield f"{model.__name__}.{field.name}", field.name


def test_datetimes_end_in_at():
    inherited = {"ApiToken.created", "ApiToken.expiry", "User.last_login"}
    named = own_fields(models.DateTimeField)
    wrong = {full for full, name in named if not name.endswith("_at") and name not in DATETIMES_OF_OLD}
    assert wrong <= inherited


def test_booleans_read_as_a_claim():
    assert not [full for full, name in own_fields(models.BooleanField) if not name.startswith(CLAIMS)]


def test_recorded_verbs_have_words_for_people():
    def first_words(name):
        return {
            node.args[0].value
            for _path, node in source.calls(python_files(), name)
            if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        }

    recorded = first_words("record") | first_words("Entry")
    assert recorded
    assert not [verb for verb in recorded if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", verb)]
    assert not sorted(verb for verb in recorded if words_of(verb) == verb)


def test_every_python_file_parses_with_a_docstring_or_is_small():
    silent = [
        p for p in python_files() if not ast.get_docstring(tree_of(p)) and len(text_of(p).splitlines()) > 25
    ]
    assert not [where(p) for p in silent]
