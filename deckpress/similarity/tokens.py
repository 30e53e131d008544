"""A question's text -> its tokens: words, names, signs of code and formulas, ends of clauses.

tokenized(polished(text)) -> the tokens as written
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from deckpress.similarity import english

NO_SPACES = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words (Thai, Lao, Khmer, Japanese, Chinese): each character is a word."""

MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
"""Accents, vowel points and vowel signs that stand behind their letter: without them, another word."""

_TOKEN = re.compile(
    rf"""[{NO_SPACES}]+
    | \\[A-Za-z]+                                                # a TeX command, an escape of a pattern
    | (?<![^\s(`'"])-{{1,2}}[A-Za-z][\w-]*                       # a command's flag
    | [@`]?[^\W_](?:[^\W_{MARKS}]|[{MARKS}]|[.'_](?=[^\W_]))*(?:\+\+(?!\w)|\#(?!\w))?   # a word, a dotted name, C++, C#
    | [=<>&|^~%+*!-]{{2,3}} | (?<!\S)[=<>^~|+*%](?!\S)           # an operator
    | [.?!;:,]+(?=\s|$)                                          # the end of a clause""",
    re.VERBOSE,
)
_MAYBE_NAME = re.compile(
    rf"\b(?:of|between) \w+(?: and \w+)?\W*$|\b[A-Z]{{2,}}\b|\b(?:the|an?) \w+ (?:{'|'.join(sorted(english.NAMED))})"
)
NO_SPACE = re.compile(f"[{NO_SPACES}]")
_SUFFIX = re.compile(r"(?i)'(?:s|re|ve|ll|d|m)\b")
_QUOTED = re.compile(r"(?<!\w)([\"'“‘])[^\"'”’]{1,40}[\"'”’](?!\w)")
_NOT = re.compile(r"(?i)n't\b|\bcannot\b")
_CLOZE = re.compile(r"\{\{c[\d,]+::|\}\}")


def polished(text: str) -> str:
    """The text without polite frames and turns of speech, what is quoted marked as a name."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    if "{{c" in text:
        text = _CLOZE.sub(" ", text)
    if "'" in text:
        text = _SUFFIX.sub("", _NOT.sub(" not", text))
    text = english.REQUESTS.sub("explain", text)
    if " if " in text or "whether" in text:
        text = english.TESTS.sub("check", text)
    if "function" in text:
        text = english.FUNCTION.sub("the purpose of", text)
    text = english.PURPOSE.sub(" purpose?", english.PHRASES.sub(" ", text))
    return _QUOTED.sub(_named, text) if '"' in text or "'" in text or "“" in text else text


def _named(quoted: re.Match[str]) -> str:
    """A quotation whose words of the frame are names: "look for" is not "look at"."""
    return re.sub(
        r"\w+",
        lambda word: f"`{word[0]}" if word[0].lower() in english.FRAME else word[0],
        quoted[0],
    )


def tokenized(plain: str) -> list[str]:
    """The tokens; a word of the frame that is a name ("FROM in a Dockerfile", "the this keyword") gets a backtick."""
    found = _TOKEN.findall(plain)
    if not _MAYBE_NAME.search(plain):
        return found
    shouted = plain.isupper()
    named = {
        i
        for i, token in enumerate(found)
        if token.lower() in english.FRAME and _is_name(found, i, shouted)
    }
    return [f"`{token}" if i in named else token for i, token in enumerate(found)]


def _is_name(tokens: Sequence[str], i: int, shouted: bool) -> bool:
    token = tokens[i]
    if token.isupper() and len(token) > 1:
        return not shouted
    before, after = (*tokens[max(0, i - 1) : i], ""), (*tokens[i + 1 : i + 2], ".")
    if before[0] in ("of", "between") or (
        before[0] == "and" and tokens[i - 3 : i - 2] == ["between"]
    ):
        return after[0] == "and" or after[0][0] in ".?!"  # "the past of be", "between a and an"
    article = before[0].lower() in ("the", "a", "an")
    return (
        article
        and after[0].lower().rstrip("s") in english.NAMED
        and token.lower() not in english.QUALIFIERS
    )
