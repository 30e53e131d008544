"""A text's tokens -> its canonical key: equal keys ask the same, whatever else the deck holds.

It errs on the side of difference: only articles, the verb that opens a question, polite frames, plurals and case are
cut away. In a deck of words, "look for" is not "look at", "he was" is not "he is", and "US" is not "us".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.similarity import english
from deckpress.similarity.stems import form, singular

TOPIC = "topic: "
"""How the key of a text begins that asks nothing: a word, a term, a sentence."""

ENDS = ".?!;:,"
"""What ends a clause."""

_ARTICLES = english.listed("a an the")
_FILLERS = english.listed("please kindly briefly basically simply")
_LEADING = english.listed("what which explain describe define discuss")
_OPENING = english.listed("is are do does")
_PLURAL = english.listed("are do")
_GROUPS = ("difference", "advantage", "disadvantage")
_SIGNS = re.compile(
    r"[\[\]{}<>=+*%^~|\\#@]|!(?=\S)|(?<![\w)\]}])[-\u2212](?=\d)|(?<!\S)\.(?=\w)|(?<=\w)'+(?=[$(=^,)])"
    "|[\u2190-\u22ff\u2300-\u23ff\u2500-\u27bf\u2900-\u2bff\U0001f300-\U0001faff]"
)
_ASIAN_HEAD = re.compile("^(?:请问|请)?(?:解释一下|解释|介绍一下|介绍)?(?:什么是|何为|何谓)?")
_ASIAN_TAIL = re.compile(
    "(?:是什么意思|的定义是什么|的含义是什么|是什么|指什么|的定义|的含义|とは何ですか|とは何か|とは"
    "|について説明してください|を説明してください)?[吗呢啊呀]*$"
)


def signs(text: str) -> str:
    """The signs of code and formulas in order: all that tells `[] + {}` from `{} + []`."""
    return "".join(_SIGNS.findall(text))


def key(tokens: Sequence[str], code: str) -> str:
    """The key of a text with spaces between its words; `code` holds its signs. Without a question, each word counts."""
    written = [token for token in tokens if token[0] not in ENDS] or tokens  # "!" is not "?"
    words = [token.lower() for token in written]
    if not any(word in english.OPENERS or word in english.IMPERATIVES for word in words):
        return (
            f"{TOPIC}{' '.join(t if _is_exact(t, written) else t.lower() for t in written)} {code}"
        )
    kept = [word for i in range(len(words)) if (word := _kept(written, words, i))]
    if "difference" in kept and english.DIRECTIONS.isdisjoint(kept):
        kept = _sides(kept)
    joined = re.sub(r"(?<=[a-z]) (?=[a-z])", "", " ".join(kept or words))
    return f"{_yes_or_no(words)}{joined} {code}"


def _sides(words: Sequence[str]) -> list[str]:
    """A comparison with its sides in one order: "between b and a" asks what "between a and b" asks."""
    sides: list[list[str]] = [[]]
    for word in words:
        if word in ("difference", "between", "and"):
            sides.append([])
        else:
            sides[-1].append(word)
    return ["difference", *(" ".join(side) for side in sorted(sides) if side)]


def _kept(written: Sequence[str], words: Sequence[str], i: int) -> str:
    word, asked = words[i], written[i]
    if word in _ARTICLES or word in _FILLERS or _opens(words, i):
        return ""
    if _is_exact(asked, written):
        return asked
    found = form(word)
    if found[:1] == "~" and found[1:] in _GROUPS:
        return found[1:]
    number = english.NUMBERS.get(word, word)
    # "What are neurons?" asks for a neuron; "What is economics?" does not ask what is economic.
    return singular(number) if words[1:2] and words[1] in _PLURAL else number


def _is_exact(token: str, written: Sequence[str]) -> bool:
    r"""Whether case matters: \d and \D, -l and -L, $h$ and $H$ differ; pH and US are names, but not in a shout."""
    if token[0] in "\\-" or (len(token) == 1 and token not in "aAiI"):
        return True
    return token[1:] != token[1:].lower() and any(
        char.islower() for other in written for char in other
    )


def _opens(words: Sequence[str], i: int) -> bool:
    """Whether a word only opens the question: "What is …", "Explain …", "Briefly describe what …"."""
    before = words[:i]
    if words[i] in _OPENING:
        return 0 < i < 3 and before[-1] in english.OPENERS
    return words[i] in _LEADING and all(
        word in english.POLITE or word in _LEADING for word in before
    )


def _yes_or_no(words: Sequence[str]) -> str:
    """The verb that opens a yes-or-no question: "Can X …?" is another question than "Is X …?"."""
    opens = words[0] if words else ""
    return f"{opens}? " if opens in english.OPENERS and opens not in ("what", "which") else ""


def dense_key(plain: str) -> str:
    """The key of a text without spaces: every character counts, only polite frames are cut off at the ends."""
    text = re.sub(r"[\s.,;:!?。、，；：！？「」『』“”\"'()（）]+", "", plain.casefold())
    return _ASIAN_TAIL.sub("", _ASIAN_HEAD.sub("", text)) or text
