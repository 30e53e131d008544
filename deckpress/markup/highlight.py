"""The only importer of Pygments: code -> HTML whose few classes the style sheets color.

Pygments has six hundred lexers of as many authors. Most take time with the square of the length for some text, a few
far more: for an unclosed string of thirty backslashes, Scala's doubles it with each. So long code is not colored at
all, and where short code takes seconds, it is an error.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from pygments import lex
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.token import Token as Lexeme
from pygments.util import ClassNotFound

from deckpress.system.timeouts import TooLong, at_most

LONGEST_CODE = 2_500
"""Characters of code that are colored: some sixty lines, which no card should have."""

SECONDS = 0.5
"""Of processor time, for one piece of code. Honest code of that length takes a fiftieth."""


class Colored(NamedTuple):
    """Code as HTML."""

    html: str
    fault: str = ""
    """Why it has no colors although its language is known."""


def known_language(name: str) -> bool:
    """Whether Pygments can highlight the language."""
    return _lexer(name) is not None


@functools.cache
def _lexer(name: str) -> Any:
    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


def highlight(code: str, info: str, row: int = 0) -> Colored:
    """HTML of a fence's `code`; only lexemes that the style sheet colors get a span (Pygments' short class names).

    `info` is what stands behind the opening fence, `row` its line, from 0. Raises TooLong with that line.
    """
    language = first_word(info)
    try:
        with at_most(SECONDS):
            return _colored(code.rstrip("\n"), language)
    except TooLong:
        raise TooLong(f"coloring this {language} code", row) from None


def first_word(info: str) -> str:
    """The language that stands behind an opening fence; empty if there is none."""
    return next(iter(info.split()), "")


@functools.lru_cache(
    maxsize=256
)  # what is told of a piece of code and its HTML are asked for one after the other
def _colored(code: str, language: str) -> Colored:
    lexer = _lexer(language) if language else None
    if lexer is None:
        return Colored(escape(code, quote=False))
    if len(code) > LONGEST_CODE:
        fault = "" if isinstance(lexer, TextLexer) else f"{len(code):,} characters of code"
        return Colored(escape(code, quote=False), fault)
    try:
        return Colored("".join(_pieces(code, lexer)).rstrip("\n"))
    except RecursionError:
        return Colored(escape(code, quote=False), "code that nests too deeply")


def _pieces(code: str, lexer: Any) -> Iterator[str]:
    for kind, value in lex(code, lexer):
        name = _css_class(kind)
        text = escape(value, quote=False)
        yield f'<span class="{name}">{text}</span>' if name and value.strip() else text


@functools.cache
def _css_class(kind: Any) -> str:
    if kind in Lexeme.Comment:
        return "c"
    if kind in Lexeme.Literal.String:
        return "s"
    if kind in Lexeme.Literal.Number:
        return "m"
    if kind in Lexeme.Keyword or kind in Lexeme.Operator.Word:
        return "k"
    short = STANDARD_TYPES.get(kind, "")
    return short if short in ("nf", "nc", "nd", "nb", "bp", "nt", "na") else ""
