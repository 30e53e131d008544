"""The only importer of Pygments: code -> HTML whose few classes the style sheets color.

Pygments has six hundred lexers of as many authors. Most take time with the square of the length for
some text, a few far more: for an unclosed string of thirty backslashes, Scala's doubles it with
each. So long code is not colored at all, and where short code takes seconds, it is an error.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from pygments import lex
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

from deckpress.system.timeouts import TooLong, at_most

LONGEST_CODE = 2_500
"""Characters of code that are colored: some sixty lines, which no card should have."""

SECONDS = 0.5
"""Of processor time, for one piece of code. Honest code of that length takes a fiftieth."""

_CLASSES = (
    (Token.Comment, "c"),
    (Token.Literal.String, "s"),
    (Token.Literal.Number, "m"),
    (Token.Keyword, "k"),
    (Token.Operator.Word, "k"),  # `and`, `not`
)
"""Kinds of lexemes, of which all that are of that kind share one class."""

_NAMES = "nf nc nd nb bp nt na".split()
"""Of functions, classes, decorators, built-ins (`print`, `self`), tags and attributes."""


class Colored(NamedTuple):
    """Code as HTML."""

    html: str
    why_plain: str = ""
    """Why it has no colors although its language is known; else empty."""


def known_language(name: str) -> bool:
    """Whether Pygments can highlight the language."""
    return _lexer(name) is not None


@functools.cache
def _lexer(name: str) -> Lexer | None:
    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


def highlight(code: str, info: str, row: int = 0) -> Colored:
    """HTML of a fence's `code`; only lexemes that the style sheet colors get a span, with
    Pygments' short name as its class.

    `info` is what stands behind the opening fence, `row` its line, from 0. Raises TooLong with that
    line.
    """
    language = first_word(info)
    try:
        with at_most(SECONDS):
            return _colored(code.rstrip("\n"), language)
    except TooLong:
        raise TooLong(f"coloring this {language} code", row) from None


def first_word(info: str) -> str:
    """The language that stands behind an opening fence; empty if there is none."""
    words = info.split(maxsplit=1)
    return words[0] if words else ""


# What is told of a piece of code and its HTML are asked for one after the other.
@functools.lru_cache(maxsize=256)
def _colored(code: str, language: str) -> Colored:
    lexer = _lexer(language) if language else None
    plain = escape(code, quote=False)
    if lexer is None:
        return Colored(plain)
    if len(code) > LONGEST_CODE:
        is_text = isinstance(lexer, TextLexer)
        return Colored(plain, "" if is_text else f"{len(code):,} characters of code")
    try:
        colored = "".join(_pieces(code, lexer))
    except RecursionError:
        return Colored(plain, "code that nests too deeply")
    return Colored(colored.rstrip("\n"))


def _pieces(code: str, lexer: Lexer) -> Iterator[str]:
    for lexeme, value in lex(code, lexer):
        text = escape(value, quote=False)
        css_class = _css_class(lexeme)
        if css_class and value.strip():
            yield f'<span class="{css_class}">{text}</span>'
        else:
            yield text


@functools.cache
def _css_class(lexeme: _TokenType) -> str:
    for wider, css_class in _CLASSES:
        if is_token_subtype(lexeme, wider):
            return css_class
    short = STANDARD_TYPES.get(lexeme, "")
    return short if short in _NAMES else ""
