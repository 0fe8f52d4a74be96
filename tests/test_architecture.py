"""The limits of the house that no linter knows: how long a file and a function may be, and names that say nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = [path.parent for path in ROOT.glob("*/__init__.py")] + [ROOT / "bin"]
SOURCES = [path for folder in FOLDERS for path in folder.rglob("*.py") if path.parent.name != "migrations"]
EMPTY_NAMES = {"utils", "helpers", "managers", "signals", "mixins", "misc", "common"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_300_lines() -> None:
    assert [path for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert [f"{path}:{each.name}" for path in SOURCES for each in functions(path) if lines(each) > 40] == []


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_files_are_named_for_what_they_hold() -> None:
    assert [path for path in SOURCES if path.stem in EMPTY_NAMES] == []
