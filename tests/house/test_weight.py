"""Lines that breathe: how heavy the code is to read, as numbers that may not rise.

Tokens a line of code (the models in this field have 6 to 7), and branch points a function: `if`, `for`, `while`, `except`,
`assert`, each `and`/`or`, conditional expressions, comprehensions and their conditions, `case`.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import REPOSITORY

PACKAGE = REPOSITORY / "deckpress"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))

TOKENS_A_LINE = 8.0
BRANCH_POINTS = 10
COMMENTS = 3.0
"""Per 100 lines of code, in the whole package."""
LINES = 300
"""Of code, in a file."""

HEAVY_ROOMS = {"importer": 10.3}
"""Its page reader is to be written anew."""

COUNTED = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def docstring_lines(tree: ast.AST) -> set[int]:
    """The lines of strings that stand alone: docstrings, of attributes too."""
    lines = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines |= {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return lines


def weighed(text: str) -> tuple[Counter[int], int]:
    """The tokens on each line of code, and the number of comments."""
    outside = docstring_lines(ast.parse(text))
    tokens, comments = Counter[int](), 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments += 1
        elif token.type in COUNTED and token.start[0] not in outside:
            tokens[token.start[0]] += 1
    return tokens, comments


def branch_points(function: ast.AST) -> int:
    """Decisions in a function, without those of functions inside it."""
    count, todo = 0, [*ast.iter_child_nodes(function)]
    while todo:
        node = todo.pop()
        if isinstance(node, SCOPES):
            continue
        if isinstance(node, BRANCHES):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
        todo += ast.iter_child_nodes(node)
    return count


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Each function with its branch points."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, branch_points(node)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_the_lines_of_a_room_breathe(room: str) -> None:
    total = Counter[str]()
    for path in (PACKAGE / room).rglob("*.py"):
        tokens, _ = weighed(text_of(path))
        total += {"tokens": sum(tokens.values()), "lines": len(tokens)}
    assert total["tokens"] / total["lines"] <= HEAVY_ROOMS.get(room, TOKENS_A_LINE)


def test_a_function_decides_ten_things_at_most() -> None:
    heavy = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for name, points in functions(text_of(path)):
            if points > BRANCH_POINTS and path.relative_to(PACKAGE).parts[0] not in HEAVY_ROOMS:
                heavy[f"{path.relative_to(PACKAGE).as_posix()}:{name}"] = points
    assert heavy == {}


def test_there_are_comments() -> None:
    lines, comments = 0, 0
    for path in PACKAGE.rglob("*.py"):
        tokens, found = weighed(text_of(path))
        lines, comments = lines + len(tokens), comments + found
    assert 100 * comments / lines >= COMMENTS


def test_no_file_is_long() -> None:
    lengths = {path.name: len(weighed(text_of(path))[0]) for path in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


HEAVY = '''
def heavy(a, b):
    """Two tokens of this line do not count."""
    # One comment.
    return [x for x in a if x and b or not x] if a else (b if b else None)
'''


def test_the_scales_are_right() -> None:
    tokens, comments = weighed(HEAVY)
    assert comments == 1 and len(tokens) == 2
    # The comprehension and its condition, `and`, `or`, and two conditional expressions.
    assert dict(functions(HEAVY)) == {"heavy": 6}
