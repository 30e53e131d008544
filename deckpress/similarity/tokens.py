"""A question's text -> its tokens: words, names, signs of code and formulas, ends of clauses.

tokenized("What is `i++` in C++, and the this keyword?")
-> ["What", "is", "`i++", "in", "C++", ",", "and", "the", "`this", "keyword", "?"]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.similarity import english

Tokens = Sequence[str]
"""As they are written, or in lower case."""

ENDS = ".?!;:,"
"""What ends a clause."""

_NO_SPACES = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words (Thai, Lao, Khmer, Japanese, Chinese): each character is
a word."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff"
)
"""Accents, vowel points and vowel signs that stand behind their letter: without them, another
word."""

NO_SPACE = re.compile(f"[{_NO_SPACES}]")

_TOKEN = re.compile(
    rf"""[{_NO_SPACES}]+
    | \\[A-Za-z]+                         # a TeX command, an escape of a pattern
    | (?<![^\s(`'"])-{{1,2}}[A-Za-z][\w-]*  # a command's flag: -l, --all
    | [@`]?[^\W_]                         # a word, a dotted name, C++, C#
      (?:[^\W_{_MARKS}]|[{_MARKS}]|[.'_](?=[^\W_]))*
      (?:\+\+(?!\w)|\#(?!\w))?
    | [=<>&|^~%+*!-]{{2,3}}               # an operator: ==, &&
    | (?<!\S)[=<>^~|+*%](?!\S)            # one that stands alone: a < b
    | [.?!;:,]+(?=\s|$)                   # the end of a clause""",
    re.VERBOSE,
)

_NAMED_KINDS = english.listed("named_kinds")
_QUALIFIERS = english.listed("qualifiers")

_ANY_KIND = "|".join(sorted(_NAMED_KINDS))

_MAYBE_NAME = re.compile(
    rf"""\b(?:of|between)\ \w+(?:\ and\ \w+)?\W*$  # the past of be; between a and an
    | \b[A-Z]{{2,}}\b                              # FROM
    | \b(?:the|an?)\ \w+\ (?:{_ANY_KIND})         # the this keyword""",
    re.VERBOSE,
)
"""Where a word of the frame can be a name: few texts need a closer look."""


def tokenized(plain: str) -> list[str]:
    """The tokens as written; a word of the frame that is a name there ("FROM in a Dockerfile") gets
    a backtick."""
    tokens = _TOKEN.findall(plain)
    if not _MAYBE_NAME.search(plain):
        return tokens
    shouted = plain.isupper()
    for i, token in enumerate(tokens):
        if _is_name(tokens, i, shouted):
            tokens[i] = f"`{token}"
    return tokens


def _is_name(
    tokens: Tokens,
    i: int,
    shouted: bool,
) -> bool:
    """Whether a token would be a word of the frame, but is the name of something here."""
    token = tokens[i]
    if token.lower() not in english.FRAME:
        return False
    if token.isupper() and len(token) > 1:
        return not shouted
    after = tokens[i + 1] if i + 1 < len(tokens) else "."
    if _is_spoken_of(tokens, i):
        return after == "and" or after[0] in ".?!"
    article = i > 0 and tokens[i - 1].lower() in english.ARTICLES
    named = after.lower().rstrip("s") in _NAMED_KINDS
    return article and named and token.lower() not in _QUALIFIERS


def _is_spoken_of(tokens: Tokens, i: int) -> bool:
    """Whether it stands where a topic does: "the past of be", "between a and an"."""
    before = "" if i == 0 else tokens[i - 1]
    if before == "and" and i >= 3:
        return tokens[i - 3] == "between"
    return before in ("of", "between")
