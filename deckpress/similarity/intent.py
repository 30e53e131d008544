"""What an English question wants to know of its topic: "What is X?" is not "How do you X?".

An intent is one of

- `define`, `what`, `why`, `how`, `which`, `when`, `where`, `who`, `amount`;
- `do`: instructions; `yes`: yes or no; `topic`: nothing that would be said in words.
"""

from __future__ import annotations

from itertools import pairwise

from deckpress.similarity import english
from deckpress.similarity.tokens import ENDS, Tokens

_AUXILIARIES = english.listed("auxiliaries")
_PEOPLE = english.listed("people")
_DEFINITION_REQUESTS = english.listed("definition_requests")
_LIST_REQUESTS = english.listed("list_requests")
_WAYS = english.listed("ways")
_SORTS = english.listed("sorts")
_QUESTION_WORDS = english.table("question_words")

_SUBCLAUSES = frozenset(("how", "why", "when", "what", "which", "where"))
_ALTERNATIVES = [frozenset(group) for group in english.groups("alternatives")]
_FACTS = frozenset(("who", "when", "where", "amount"))


def intent(tokens: Tokens) -> str:
    """The intent of some tokens in lower case: that of the first word that asks."""
    if _asks_for_sorts(tokens[:6]):
        return "which"
    for i, token in enumerate(tokens):
        following = tokens[i + 1 : i + 6]
        asked = _asked_by(token, following)
        if not asked and i == 0:
            asked = _asked_by_opening(token, following)
        if asked:
            return asked
    return "topic"


def _asks_for_sorts(tokens: Tokens) -> bool:
    """Whether it asks for "the types of" something before any other clause."""
    if any(token[0] in ENDS for token in tokens[:-1]):
        return False
    before_of = (token for token, following in pairwise(tokens) if following == "of")
    return not _SORTS.isdisjoint(before_of)


def _asked_by(token: str, following: Tokens) -> str:
    """What a token makes of a question wherever it stands; nothing if it does not ask."""
    if token in _QUESTION_WORDS:
        return _QUESTION_WORDS[token]
    if token == "how":
        return _asked_by_how(following)
    if token == "what":
        return _asked_by_what(following)
    if token in _DEFINITION_REQUESTS and _SUBCLAUSES.isdisjoint(following[:2]):
        # "Explain entropy."; but "Explain why …" asks why
        return "define"
    return ""


def _asked_by_opening(token: str, following: Tokens) -> str:
    """What the first token makes of a question, if only there it asks."""
    if token in _LIST_REQUESTS:
        return "which"
    if token in _AUXILIARIES and following[:1] != ["you"]:
        # "Is X …?"; but "Can you …" is only polite
        return "yes"
    return ""


def _asked_by_how(following: Tokens) -> str:
    first = "".join(following[:1])
    second = "".join(following[1:2])
    if first in ("many", "much", "often", "long", "large"):
        return "amount"
    if first in _AUXILIARIES:
        # "How do you …?"
        return "do" if second in _PEOPLE else "how"
    return "do" if first in _PEOPLE else "how"


def _asked_by_what(following: Tokens) -> str:
    first = "".join(following[:1])
    third = "".join(following[2:3])
    if not _WAYS.isdisjoint(following):
        return "do"
    if first in ("is", "was", "does", "do", "did"):
        return "define"
    if first in ("are", "were") and third in ("", "?", "."):
        # "What are neurons?"
        return "define"
    if first in _AUXILIARIES or first.startswith("happen"):
        return "what"
    return "which"


def want_other_facts(a: str, b: str) -> bool:
    """Whether two intents want facts of another kind: who did it, and when."""
    return a != b and {a, b} <= _FACTS


def want_other_answers(a: str, b: str) -> bool:
    """Whether two intents want different answers about one topic."""
    if a == b:
        return False
    pair = {a, b}
    return not any(map(pair.issubset, _ALTERNATIVES))
