"""What reads like a question, and what only names what it hides."""

from __future__ import annotations

import re

from deckpress.importer.labels import compiled, either

LONGEST = 2_000
"""Characters of a text that decide what it is."""

# "What?", "什么？为什么", but not "a?b=c"
_MARK = re.compile(r"[?？؟](?=$|[\s*_\"”')\]）」.!…:—–-]|[^\x00-\x7f])")
# "`a?b`", "](what?x=1)": question marks in there ask nothing
_CODE_OR_TARGET = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+")
# "TCP vs. UDP"
_VERSUS = re.compile(r"\b(?:vs\.?|versus|difference between)\s", re.IGNORECASE)


@compiled
def _begins(role: str) -> re.Pattern[str]:
    """A text that begins with a word of a role: `What is …`, `Erkläre …`."""
    return re.compile(rf"(?:{either(role)})\b", re.IGNORECASE)


@compiled
def _asks_anywhere() -> re.Pattern[str]:
    """`指针和引用的区别`; the Korean particle only at the end of a word: `클로저란`."""
    return re.compile(rf"{either('asks-anywhere')}|란\b")


@compiled
def _fold() -> re.Pattern[str]:
    """`Show answer`, `点击查看`."""
    return re.compile(rf"\b(?:{either('fold')})\b|{either('fold-anywhere')}", re.IGNORECASE)


@compiled
def _only_name() -> re.Pattern[str]:
    """`The answer`, `✅ Lösung 3`."""
    names = either("right-answer", "answer", "hint", "explanation")
    article = r"(?:(?:the|la|el|le|die|der|das|o|a)\s)?"
    return re.compile(rf"[\W\d]*{article}(?:{names})[\W\d]*", re.IGNORECASE)


def asks(text: str) -> bool:
    """Whether a text has a question mark where a sentence can end."""
    text = text if len(text) < LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    return bool(_MARK.search(_CODE_OR_TARGET.sub("x]", text)))


def surely_asks(text: str) -> bool:
    """Whether a text asks even among steps and tips: an order to do something is no question
    then."""
    begun = text[:LONGEST]
    bare = re.sub(r"^[\W_]+", "", begun)
    if asks(text) or _asks_anywhere().search(begun):
        return True
    return bool(_begins("asks").match(bare) or _begins("tells-surely").match(bare))


def like_question(text: str) -> bool:
    """Whether a text reads like a question or like a task."""
    begun = text[:LONGEST]
    bare = re.sub(r"^[\W_]+", "", begun)
    if asks(text) or _asks_anywhere().search(begun):
        return True
    # "Compare:" opens a list, and one word is a title.
    if bare.rstrip("*_ ").endswith((":", "：")) or len(bare.split()) < 2:
        return False
    begins = _begins("asks").match(bare) or _begins("tells").match(bare)
    return bool(begins or _VERSUS.search(bare))


def generic_summary(text: str) -> bool:
    """Whether a `<summary>` names what it hides ("Answer", "Show me") and is no question itself."""
    bare = re.sub(r"[*_`#]", "", text).strip()
    if not bare or _only_name().fullmatch(bare):
        return True
    return (
        len(bare.split()) <= 8 and not asks(bare) and (bool(_fold().search(bare)) or len(bare) < 3)
    )
