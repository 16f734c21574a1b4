"""The project's own files, parsed once, for the tests that read the source."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "knowledgebase", "tickets", "chat", "qa", "helpdesk")


@dataclass(frozen=True)
class Function:
    path: Path
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: str

    def __str__(self):
        return f"{where(self.path)}:{self.node.lineno} {self.owner}{self.node.name}"

    @property
    def lines(self):
        """Its length without decorators and docstring."""
        node = self.node
        doc = ast.get_docstring(node, clean=False)
        told = node.body[0].end_lineno - node.body[0].lineno + 1 if doc is not None else 0
        return node.end_lineno - node.lineno + 1 - told

    @property
    def is_public(self):
        return not self.owner and not self.node.name.startswith("_")

    @property
    def positional(self):
        names = [a.arg for a in (*self.node.args.posonlyargs, *self.node.args.args)]
        return [name for name in names if name not in {"self", "cls"}]

    @property
    def keyword_only(self):
        return [a.arg for a in self.node.args.kwonlyargs]

    @property
    def is_atomic(self):
        return any("atomic" in ast.unparse(item) for item in self.node.decorator_list) or any(
            "atomic" in ast.unparse(item.context_expr)
            for node in ast.walk(self.node)
            if isinstance(node, ast.With)
            for item in node.items
        )


def where(path):
    return str(path.relative_to(ROOT))


@cache
def python_files():
    """Own Python of the apps, migrations aside."""
    return [p for app in APPS for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts]


@cache
def test_files():
    return sorted((ROOT / "tests").rglob("test_*.py"))


@cache
def files(folder, ending):
    return sorted((ROOT / folder).rglob(f"*.{ending}"))


@cache
def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path):
    return ast.parse(text_of(path), str(path))


@cache
def functions_of(path):
    found = []

    def walk(node, owner):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append(Function(path, child, owner))
                walk(child, f"{owner}{child.name}.")
            elif isinstance(child, ast.ClassDef):
                walk(child, f"{owner}{child.name}.")
            else:
                walk(child, owner)

    walk(tree_of(path), "")
    return found


def functions(paths):
    return [function for path in paths for function in functions_of(path)]


def modules(*names):
    """Files that play one of these parts in an app: `actions.py` or anything in `actions/`."""
    return [path for path in python_files() if path.stem in names or set(path.parts) & set(names)]


def calls(paths, name):
    """Every call of `name` or of a method called so, as (path, node)."""
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and re.search(rf"(^|\.){name}$", ast.unparse(node.func)):
                yield path, node


def is_table(path):
    """A module of data: nothing in it but imports, assignments and classes of plain fields."""
    kinds = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    return all(isinstance(node, kinds) for node in tree_of(path).body)
