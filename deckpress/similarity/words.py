"""A question's tokens -> the words that matter for comparing it.

    "What is a view in SQL, and why is it useful?"
    -> view, SQL (weighs less: it only says where), why and useful (less: an added clause)

Works on one text at a time; what depends on the rest of the deck (frequencies, spelling,
compounds) is in `weights`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.stems import term
from deckpress.similarity.tokens import ENDS, NO_SPACE, Tokens

ADDED = 0.5
"""What a word of an added clause ("…, and why is it useful?") weighs beside one of the main one."""

PLACE = 0.7
"""What a word at the end weighs that only says where: "What is a view in SQL?"."""

PLACE_WORDS = 4
"""The last tokens of a clause that can say where: "in a relational database"."""

_JOINTS = frozenset((",", ":", "and", "And", "AND"))
_CLAUSE_OPENERS = english.OPENERS | english.listed("clause_openers")
_REQUESTS_OR_NOUNS = english.listed("requests_or_nouns")
_BEHIND_NOUNS = english.listed("behind_nouns")


class Word(NamedTuple):
    """One word that matters."""

    term: str
    """What it counts as (see `stems`); as written for code."""
    text: str
    """As written."""
    named: bool = False
    """Whether it is written like a name: with a capital, not at the beginning."""
    head: str = ""
    """The term of the word right behind it, which it may narrow: `truncated` in "truncated
    backpropagation"."""
    weight: float = 1
    """Less in an added clause, or where it only says where."""

    @property
    def is_added(self) -> bool:
        """Whether it stands in an added clause."""
        return self.weight == ADDED


def every_word(tokens: Tokens) -> Iterator[Word]:
    """All words of a text that asks nothing, those of the frame, too: "the house", "he had"."""
    for token in tokens:
        if token[0] not in ENDS:
            lower = token.lower()
            yield Word(term(lower) or lower, token)


def words_that_matter(tokens: Tokens) -> Iterator[Word]:
    """The words without those that only frame the question, in order; a term may come twice."""
    place = _place(tokens)
    asked = added = False
    # so far, the clause holds only what can stand before a request: "Could you please …"
    leading = True
    for i, token in enumerate(tokens):
        if _ends_clause(tokens, i):
            asked = asked or "?" in token
            added = asked
            leading = True
        elif token[0] in ",:":
            continue
        elif leading and _is_request(tokens, i):
            asked = True
        else:
            lower = token.lower()
            leading = leading and lower in english.POLITE
            asked = asked or lower in english.OPENERS
            weight = PLACE if i > place else 1
            yield from _words_of(tokens, i, ADDED if added else weight)


def _place(tokens: Tokens) -> int:
    """Where "in SQL" or "in a database" begins at the end of the first clause; else the end."""
    ends = (i for i, token in enumerate(tokens) if token[0] in ENDS)
    end = next(ends, len(tokens))
    for i in range(max(2, end - PLACE_WORDS), end):
        if tokens[i] in ("in", "within"):
            return i
    return len(tokens)


def _ends_clause(tokens: Tokens, i: int) -> bool:
    """Whether another clause begins behind a token, and not just the next item of a list."""
    if tokens[i] not in _JOINTS:
        return tokens[i][0] in ".?!;"
    following = _next(tokens, i)
    if following.lower() == "and":
        following = _next(tokens, i + 1)
    return following.lower() in _CLAUSE_OPENERS


def _is_request(tokens: Tokens, i: int) -> bool:
    """Whether a token is a verb such as "explain" or "state"."""
    lower = tokens[i].lower()
    if lower not in english.REQUESTS:
        return False
    if lower not in _REQUESTS_OR_NOUNS:
        return True
    # "State vs props" is about the noun
    following = _next(tokens, i).lower()
    return following not in _BEHIND_NOUNS and following[0] not in ENDS


def _next(tokens: Tokens, i: int) -> str:
    """The token behind one; at the end, a full stop."""
    return tokens[i + 1] if i + 1 < len(tokens) else "."


def _words_of(
    tokens: Tokens,
    i: int,
    weight: float,
) -> Iterator[Word]:
    """The word that a token is; none for one of the frame, many where no spaces are written."""
    token = tokens[i]
    lower = token.lower()
    name = _short_name(tokens, i)
    if name:
        yield Word(name, token, named=True, weight=weight)
    elif NO_SPACE.match(token):
        for char in lower:
            yield Word(char, char, weight=weight)
    elif token[0] in "\\-":
        # \d and \D, -l and -L differ
        yield Word(token, token, weight=weight)
    elif term(lower):
        yield Word(
            term(lower),
            token.lstrip("`"),
            named=i > 0 and lower != token,
            head=_head(tokens, i),
            weight=weight,
        )


def _short_name(tokens: Tokens, i: int) -> str:
    """The term of a name of one or two letters, whose case matters; nothing if it is none."""
    token = tokens[i]
    if i == 0 or len(token) > 2 or not token.isalpha():
        return ""
    if token in ("A", "I") and term(tokens[i - 1].lower()):
        # "vitamin A", "type I": no article, no pronoun
        return token.lower()
    if len(token) == 2 and token == token.upper():
        return ""
    # X is not x, nor is Co CO
    return "" if token == token.lower() else token


def _head(tokens: Tokens, i: int) -> str:
    """The term right behind a token; nothing at the end of a clause."""
    following = _next(tokens, i)
    return "" if following[0] in ENDS else term(following.lower())
