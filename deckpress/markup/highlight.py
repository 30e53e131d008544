"""The only importer of Pygments: code -> HTML whose few classes the style sheets colour."""

from __future__ import annotations

import functools
from html import escape
from typing import Any

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.token import Token as Lexeme
from pygments.util import ClassNotFound


def known_language(name: str) -> bool:
    """Whether Pygments can highlight the language."""
    return _lexer(name) is not None


@functools.cache
def _lexer(name: str) -> Any:
    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


def highlight(code: str, language: str) -> str:
    """HTML of `code`; only lexemes that the style sheet colours get a span (Pygments' short class names)."""
    lexer = _lexer(language) if language else None
    code = code.rstrip("\n")
    if lexer is None:
        return escape(code, quote=False)
    pieces = []
    for kind, value in lex(code, lexer):
        name = _css_class(kind)
        text = escape(value, quote=False)
        pieces.append(f'<span class="{name}">{text}</span>' if name and value.strip() else text)
    return "".join(pieces).rstrip("\n")


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
