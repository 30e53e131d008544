"""A question's text -> the words that matter for comparing it, and its canonical key.

    read(text) -> Reading

Works on one text at a time; what depends on the rest of the deck (frequencies, spelling, compounds) is in `index`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.similarity import asks, english
from deckpress.similarity.canonical_key import ENDS, TOPIC, dense_key, key, signs
from deckpress.similarity.stems import form
from deckpress.similarity.tokens import NO_SPACE, polished, tokenized

ADDED = 0.5
"""What a word of an added clause ("…, and why is it useful?") weighs beside one of the main clause."""

FEW = 3
"""Tokens of a text that asks nothing up to which each word counts."""

PLACE = 0.7
"""What a word at the end weighs that only says where: "What is a view in SQL?"."""

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
    weight: float = 1
    """Less in an added clause, or where it only says where."""


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
    return any(
        (after, before) in b.turns or (other.get(before, ""), after) in b.turns
        for before, after in a.turns
    )


def read(text: str) -> Reading:
    """Read one text: a question, or a cloze's text with its gaps filled. Works for any text, the empty one too."""
    plain = polished(text)
    tokens = tokenized(plain)
    dense = not plain.isascii() and NO_SPACE.search(plain) is not None
    code = signs(plain)
    found = dense_key(plain) if dense else key(tokens, code)
    bare = (
        found.startswith(TOPIC) and len(tokens) <= FEW
    )  # "the house", "he had": no frame, but what is to be learnt
    words = tuple(_every(tokens) if bare else _words(tokens)) or tuple(
        [Word(found, " ".join(tokens), False)] if tokens or code else []
    )
    return Reading(
        words, found, _turns(tokens), asks.ask([token.lower() for token in tokens]), code, dense
    )


# --- words ------------------------------------------------------------------------------------------------------


def _every(tokens: Sequence[str]) -> Iterator[Word]:
    return (
        Word(form(low) or low, token, False)
        for token in tokens
        if token[0] not in ENDS and (low := token.lower())
    )


def _words(tokens: Sequence[str]) -> Iterator[Word]:
    """The tokens that matter, each with whether it stands in an added clause."""
    asked = added = False
    leading = True
    place = _place(tokens)
    for i, token in enumerate(tokens):
        lower = token.lower()
        if token[0] in ".?!;" or (lower[0] in ",:a" and lower in _JOINTS and _opens(tokens, i + 1)):
            asked = asked or "?" in token
            added, leading = asked, True
        elif token[0] not in ",:" and not (
            leading and lower in english.IMPERATIVES and not _is_noun(tokens, i)
        ):
            leading = leading and lower in english.POLITE
            asked = asked or lower in english.OPENERS
            weight = ADDED if added else PLACE if i > place else 1
            yield from _word(tokens, i, added, weight)
        elif token[0] not in ",:":
            asked = True


def _place(tokens: Sequence[str]) -> int:
    """Where "in SQL" or "in a database" begins at the end of the first clause; past the end if nothing does."""
    if "in" not in tokens and "within" not in tokens:
        return len(tokens)
    end = next((i for i, token in enumerate(tokens) if token[0] in ENDS), len(tokens))
    return next(
        (i for i in range(max(2, end - 4), end) if tokens[i] in ("in", "within")), len(tokens)
    )


def _is_noun(tokens: Sequence[str], i: int) -> bool:
    following = tokens[i + 1].lower() if i + 1 < len(tokens) else "."
    return tokens[i].lower() in english.NOUNS_TOO and (
        following in english.NOUN_SIGNS or following[0] in ENDS
    )


def _opens(tokens: Sequence[str], i: int) -> bool:
    """Whether a new clause begins here, and not just the next item of a list."""
    following = [token.lower() for token in tokens[i : i + 2]]
    if following[:1] == ["and"]:
        following = following[1:]
    return bool(following) and following[0] in english.CLAUSES


def _word(tokens: Sequence[str], i: int, added: bool, weight: float) -> Iterator[Word]:
    token, lower = tokens[i], tokens[i].lower()
    if token in ("A", "I") and i and form(tokens[i - 1].lower()):
        yield Word(
            lower, token, added, True, "", weight
        )  # "vitamin A", "type I": a name, no article
    elif (
        i
        and token.isalpha()
        and token != lower
        and (len(token) == 1 or (len(token) == 2 and token != token.upper()))
    ):
        yield Word(token, token, added, True, "", weight)  # X is not x, nor is Co CO
    elif NO_SPACE.match(token):
        yield from (Word(char, char, added, False, "", weight) for char in lower)
    elif token[0] in "\\-":
        yield Word(token, token, added, False, "", weight)  # \d and \D, -l and -L differ
    elif found := form(lower):
        following = tokens[i + 1] if i + 1 < len(tokens) else "."
        head = "" if following[0] in ENDS else form(following.lower())
        yield Word(found, token.lstrip("`"), added, i > 0 and lower != token, head, weight)


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
