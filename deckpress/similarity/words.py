"""A question's text -> the words that matter for comparing it, and its canonical key.

    read(text) -> Reading

Works on one text at a time; what depends on the rest of the deck (frequencies, spelling, compounds) is in `index`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.similarity import asks, english
from deckpress.similarity.keys import ENDS, dense_key, key, signs
from deckpress.similarity.stems import form

NO_SPACES = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words (Thai, Lao, Khmer, Japanese, Chinese): each character is a word."""

ADDED = 0.5
"""What a word of an added clause ("…, and why is it useful?") weighs beside one of the main clause."""

_TOKEN = re.compile(
    rf"""[{NO_SPACES}]+
    | \\[A-Za-z]+                                                # a TeX command, an escape of a pattern
    | (?<![^\s(`'"])-{{1,2}}[A-Za-z][\w-]*                       # a command's flag
    | @?[^\W_](?:[^\W_]|[.'_](?=[^\W_]))*(?:\+\+(?!\w)|\#(?!\w))?   # a word, a dotted name, C++, C#
    | [=<>&|^~%+*!-]{{2,3}} | (?<!\S)[=<>^~|+*%](?!\S)           # an operator
    | [.?!;:,]+(?=\s|$)                                          # the end of a clause""",
    re.VERBOSE,
)
_ARTICLE_NAME = re.compile(rf"(?i)\b(?:the|an?) \w+ (?:{'|'.join(sorted(english.NAMED))})")
_NO_SPACE = re.compile(f"[{NO_SPACES}]")
_SUFFIX = re.compile(r"(?i)'(?:s|re|ve|ll|d|m)\b")
_NOT = re.compile(r"(?i)n't\b|\bcannot\b")
_CLOZE = re.compile(r"\{\{c[\d,]+::|\}\}")
_JOINTS = frozenset((",", ":", "and"))


class Word(NamedTuple):
    """One word that matters."""

    form: str
    """Stemmed, in lower case; `~group` for a question word; as written for code."""
    text: str
    """As written."""
    added: bool
    """Whether it stands in an added clause."""
    named: bool = False
    """Whether it is written like a name: with a capital, not at the beginning."""
    head: str = ""
    """The form of the word right behind it, which it may narrow: `truncated` in "truncated backpropagation"."""


class Reading(NamedTuple):
    """What a text asks."""

    words: tuple[Word, ...]
    """In order; a form may come twice."""
    key: str
    """Equal keys ask the same, whatever the deck: same words in the same order, but for articles and plurals."""
    turns: frozenset[tuple[str, str]]
    """What "from A to B" turns on: see `turned`."""
    ask: str
    """What its main clause asks (see `asks`)."""
    signs: str
    """The signs of its code and formulas."""
    dense: bool
    """Whether it holds a script without spaces."""


def turned(a: Reading, b: Reading) -> bool:
    """Whether two texts go opposite ways: from A to B and from B to A, to A and from A."""
    other = {"to": "from", "from": "to"}
    return any((after, before) in b.turns or (other.get(before, ""), after) in b.turns for before, after in a.turns)


def read(text: str) -> Reading:
    """Read one text: a question, or a cloze's text with its gaps filled. Works for any text, the empty one too."""
    plain = _plain(text)
    tokens = _tokens(plain)
    dense = not plain.isascii() and _NO_SPACE.search(plain) is not None
    code = signs(plain)
    found = dense_key(plain) if dense else key(tokens, code)
    words = tuple(_words(tokens)) or tuple([Word(found, " ".join(tokens), False)] if tokens or code else [])
    return Reading(words, found, _turns(tokens), asks.ask([token.lower() for token in tokens]), code, dense)


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f"))
    if "{{c" in text:
        text = _CLOZE.sub(" ", text)
    if "'" in text:
        text = _SUFFIX.sub("", _NOT.sub(" not", text))
    text = english.TESTS.sub("check", english.REQUESTS.sub("explain", text))
    return english.PURPOSE.sub(" purpose?", english.PHRASES.sub(" ", text))


def _tokens(plain: str) -> list[str]:
    """The tokens; a word of the frame that is a name here ("FROM in a Dockerfile", "the this keyword") gets a backtick."""
    tokens = _TOKEN.findall(plain)
    if english.FRAME.isdisjoint(token.lower() for token in tokens if token.isupper()) and not _ARTICLE_NAME.search(plain):
        return tokens
    shouted = not any(len(token) > 3 and token.islower() for token in tokens)
    named = [i for i, token in enumerate(tokens) if token.lower() in english.FRAME and _is_name(tokens, i, shouted)]
    return [f"`{token}" if i in named else token for i, token in enumerate(tokens)]


def _is_name(tokens: Sequence[str], i: int, shouted: bool) -> bool:
    token = tokens[i]
    if token.isupper() and len(token) > 1:
        return not shouted
    before, after = (*tokens[max(0, i - 1) : i], ""), (*tokens[i + 1 : i + 2], "")
    article = before[0].lower() in ("the", "a", "an")
    return article and after[0].lower().rstrip("s") in english.NAMED and token.lower() not in english.QUALIFIERS


# --- words ------------------------------------------------------------------------------------------------------


def _words(tokens: Sequence[str]) -> Iterator[Word]:
    """The tokens that matter, each with whether it stands in an added clause."""
    asked = added = False
    leading = True
    for i, token in enumerate(tokens):
        lower = token.lower()
        if token[0] in ".?!;" or (lower[0] in ",:a" and lower in _JOINTS and _opens(tokens, i + 1)):
            asked = asked or "?" in token
            added, leading = asked, True
        elif token[0] not in ",:" and not (leading and lower in english.IMPERATIVES and not _is_noun(tokens, i)):
            leading = leading and lower in english.POLITE
            asked = asked or lower in english.OPENERS
            yield from _word(tokens, i, added)
        elif token[0] not in ",:":
            asked = True


def _is_noun(tokens: Sequence[str], i: int) -> bool:
    following = tokens[i + 1].lower() if i + 1 < len(tokens) else "."
    return tokens[i].lower() in english.NOUNS_TOO and (following in english.NOUN_SIGNS or following[0] in ENDS)


def _opens(tokens: Sequence[str], i: int) -> bool:
    """Whether a new clause begins here, and not just the next item of a list."""
    following = [token.lower() for token in tokens[i : i + 2]]
    if following[:1] == ["and"]:
        following = following[1:]
    return bool(following) and following[0] in english.CLAUSES


def _word(tokens: Sequence[str], i: int, added: bool) -> Iterator[Word]:
    token, lower = tokens[i], tokens[i].lower()
    if token in ("A", "I") and i and form(tokens[i - 1].lower()):
        yield Word(lower, token, added, True)  # "vitamin A", "type I": a name, no article
    elif _NO_SPACE.match(token):
        yield from (Word(char, char, added) for char in lower)
    elif token[0] == "\\":
        yield Word(token, token, added)  # \d and \D differ
    elif found := form(lower):
        following = tokens[i + 1] if i + 1 < len(tokens) else "."
        head = "" if following[0] in ENDS else form(following.lower())
        yield Word(found, token.lstrip("`"), added, i > 0 and lower != token, head)


def _turns(tokens: Sequence[str]) -> frozenset[tuple[str, str]]:
    """`(before, after)` for the words around each direction, and `(to, word)` or `(from, word)` for its goal."""
    if english.DIRECTIONS.isdisjoint(tokens):
        return frozenset()
    forms = [form(token.lower()) if token[0] not in ENDS else "" for token in tokens]
    found = set()
    for i, token in enumerate(tokens):
        if token in english.DIRECTIONS:
            before = [f for f in forms[max(0, i - 4) : i] if f][-2:]
            after = [f for f in forms[i + 1 : i + 5] if f][:2]
            found |= {(b, a) for b in before for a in after}
            found |= {(token, a) for a in after[:1] if token in ("to", "from")}
    return frozenset(found)
