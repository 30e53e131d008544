"""A text's tokens -> its canonical key: equal keys ask the same, whatever else the deck holds.

It errs on the side of difference: only articles, the verb that opens a question, polite frames,
plurals and case are cut away. In a deck of words, "look for" is not "look at", "he was" is not
"he is", and "US" is not "us".
"""

from __future__ import annotations

import re

from deckpress.similarity import english
from deckpress.similarity.stems import singular, term
from deckpress.similarity.tokens import ENDS, Tokens

TOPIC = "topic: "
"""How the key of a text begins that asks nothing: a word, a term, a sentence."""

_ASKING_WORDS = english.OPENERS | english.REQUESTS
_EMPTY_WORDS = english.ARTICLES | english.listed("fillers")
_LEADING = english.listed("leading")
_MAY_LEAD = _LEADING | english.POLITE
_OPENING_VERBS = english.listed("opening_verbs")
_PLURAL_VERBS = english.listed("plural_verbs")
_EXACT_ASKS = english.listed("exact_asks")

_SIGN = re.compile(
    r"""[\[\]{}<>=+*%^~|\\#@]
    | !(?=\S)                       # !x, but not "Stop!"
    | (?<![\w)\]}])[-\u2212](?=\d)  # log -2, but not 3-2
    | (?<!\S)\.(?=\w)               # .NET
    | (?<=\w)'+(?=[$(=^,)])         # f'(x)
    | [\u2190-\u22ff\u2300-\u23ff\u2500-\u27bf\u2900-\u2bff]  # → ≤ ✓
    | [\U0001f300-\U0001faff]       # 😀""",
    re.VERBOSE,
)
_ASIAN_HEAD = re.compile("^(?:请问|请)?(?:解释一下|解释|介绍一下|介绍)?(?:什么是|何为|何谓)?")
_ASIAN_TAIL = re.compile(
    r"""(?:
    是什么意思|的定义是什么|的含义是什么|是什么|指什么|的定义|的含义  # Chinese
    |とは何ですか|とは何か|とは|について説明してください|を説明してください  # Japanese
    )?[吗呢啊呀]*$""",
    re.VERBOSE,
)
_ASIAN_SIGNS = re.compile(r"""[\s.,;:!?。、，；：！？「」『』“”"'()（）]+""")


def signs(text: str) -> str:
    """The signs of code and formulas in order: all that tells `[] + {}` from `{} + []`."""
    return "".join(_SIGN.findall(text))


def key(tokens: Tokens, code: str) -> str:
    """The key of a text with spaces between its words; `code` holds its signs."""
    # a text may hold nothing else: "!" is not "?"
    written = [token for token in tokens if token[0] not in ENDS] or tokens
    words = [token.lower() for token in written]
    cased = _cased(written)
    if _ASKING_WORDS.isdisjoint(words):
        return f"{TOPIC}{' '.join(cased)} {code}"
    kept = _kept(words, cased) or words
    if "difference" in kept and english.DIRECTIONS.isdisjoint(kept):
        kept = _sides_in_order(kept)
    # "auto encoder" is "autoencoder"
    joined = re.sub(r"(?<=[a-z]) (?=[a-z])", "", " ".join(kept))
    return f"{_yes_or_no(words[0])}{joined} {code}"


def _cased(written: Tokens) -> list[str]:
    """The words in lower case, but for those whose case matters."""
    letters = "".join(written)
    shouted = not any(map(str.islower, letters))
    cased = []
    for token in written:
        exact = _is_exact(token, shouted)
        cased.append(token if exact else token.lower())
    return cased


def _is_exact(token: str, shouted: bool) -> bool:
    r"""Whether case matters: \d and \D, -l and -L, $h$ and $H$, pH and US; not in a shout."""
    if token[0] in "\\-":
        return True
    if len(token) == 1:
        return token not in "aAiI"
    rest = token[1:]
    return not shouted and rest != rest.lower()


def _kept(words: Tokens, cased: Tokens) -> list[str]:
    """The words that make a difference, as all their variants are written."""
    # "What are neurons?" asks for a neuron; "What is economics?" does not ask what is economic
    plural = not _PLURAL_VERBS.isdisjoint(words[1:2])
    kept = []
    for i, word in enumerate(words):
        if word not in _EMPTY_WORDS and not _only_opens(words, i):
            variant = _normal(cased[i], plural)
            kept.append(variant)
    return kept


def _only_opens(words: Tokens, i: int) -> bool:
    """Whether a word only opens the question: "What is …", "Briefly describe what …"."""
    before = words[:i]
    if words[i] in _OPENING_VERBS:
        return 0 < i < 3 and before[-1] in english.OPENERS
    return words[i] in _LEADING and _MAY_LEAD.issuperset(before)


def _normal(word: str, plural: bool) -> str:
    """A word as all its variants are written; `plural` says whether it may be one."""
    if word != word.lower():
        # a name
        return word
    asked = term(word).removeprefix("~")
    if asked in _EXACT_ASKS:
        return asked
    number = english.NUMBERS.get(word, word)
    return singular(number) if plural else number


def _sides_in_order(words: Tokens) -> list[str]:
    """A comparison: "between b and a" asks what "between a and b" asks."""
    sides: list[list[str]] = [[]]
    for word in words:
        if word in ("difference", "between", "and"):
            sides.append([])
        else:
            sides[-1].append(word)
    in_order = filter(None, sorted(sides))
    return ["difference", *map(" ".join, in_order)]


def _yes_or_no(first: str) -> str:
    """The verb that opens a question for yes or no: "Can X …?" does not ask "Is X …?"."""
    if first in english.OPENERS and first not in ("what", "which"):
        return f"{first}? "
    return ""


def dense_key(plain: str) -> str:
    """The key of a text without spaces.

    Every character counts, only polite frames are cut off at the ends.
    """
    text = _ASIAN_SIGNS.sub("", plain.casefold())
    tail = _ASIAN_HEAD.sub("", text)
    return _ASIAN_TAIL.sub("", tail) or text
