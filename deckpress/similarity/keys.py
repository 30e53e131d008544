"""A text's tokens -> its canonical key: equal keys ask the same, whatever else the deck holds.

It errs on the side of difference: only articles, the verb that opens a question, polite frames, plurals and case are
cut away. In a deck of words, "look for" is not "look at", "he was" is not "he is", and "US" is not "us".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.similarity import english
from deckpress.similarity.stems import form, singular

ENDS = ".?!;:,"
"""What ends a clause."""

_DROPPED = english.listed("a an the what which please kindly briefly basically simply explain describe define discuss")
_OPENING = english.listed("is are was were do does did")
_GROUPS = ("difference", "advantage", "disadvantage")
_SIGNS = re.compile(r"[\[\]{}<>=+*%^~|\\#@]|!(?=\S)|(?<![\w)\]}] )(?<![\w)\]}])[-\u2212](?=\d)")
_ASIAN_HEAD = re.compile("^(?:请问|请)?(?:解释一下|解释|介绍一下|介绍)?(?:什么是|何为|何谓)?")
_ASIAN_TAIL = re.compile(
    "(?:是什么意思|的定义是什么|的含义是什么|是什么|指什么|的定义|的含义|とは何ですか|とは何か|とは"
    "|について説明してください|を説明してください)?[吗呢啊呀]*$"
)


def signs(text: str) -> str:
    """The signs of code and formulas in order: all that tells `[] + {}` from `{} + []`."""
    return "".join(_SIGNS.findall(text))


def key(tokens: Sequence[str], code: str) -> str:
    """The key of a text with spaces between its words; `code` holds its signs."""
    written = [token for token in tokens if token[0] not in ENDS]
    words = [token.lower() for token in written]
    kept = [word for i in range(len(words)) if (word := _kept(written, words, i))]
    if "difference" in kept and english.DIRECTIONS.isdisjoint(kept):
        kept = _sides(kept)
    asked = any(word in english.OPENERS or word in english.IMPERATIVES for word in words)
    joined = re.sub(r"(?<=[a-z]) (?=[a-z])", "", " ".join(kept or words))
    return f"{'' if asked else 'topic: '}{_yes_or_no(words)}{joined} {code}"


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
    if word[0] in "\\-" or (len(word) == 1 and word not in "ai"):
        return asked  # \d and \D, -l and -L, $h$ and $H$ differ
    if word in _DROPPED or (word in _OPENING and i < 2 and words[0] in english.OPENERS):
        return ""
    if asked[1:] != word[1:] and any(char.islower() for token in written for char in token):
        return asked  # pH, US, NO: names, unless all of the text is in capitals
    found = form(word)
    if found[:1] == "~" and found[1:] in _GROUPS:
        return found[1:]
    return singular(english.NUMBERS.get(word, word))


def _yes_or_no(words: Sequence[str]) -> str:
    """The verb that opens a yes-or-no question: "Can X …?" is another question than "Is X …?"."""
    opens = words[0] if words else ""
    return f"{opens}? " if opens in english.OPENERS and opens not in ("what", "which") else ""


def dense_key(plain: str) -> str:
    """The key of a text without spaces: every character counts, only polite frames are cut off at the ends."""
    text = re.sub(r"[\s.,;:!?。、，；：！？「」『』“”\"'()（）]+", "", plain.casefold())
    return _ASIAN_TAIL.sub("", _ASIAN_HEAD.sub("", text)) or text
