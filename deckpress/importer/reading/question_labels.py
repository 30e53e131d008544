"""The labels by which pages mark questions, answers and the parts of an answer: `Q:`, `**Ответ:**`, `Explanation.`"""

from __future__ import annotations

import re

from deckpress.importer.reading.vocabulary import (
    ANSWER_NAMES,
    KEY_NAMES,
    PARTS,
    QUESTION_NAMES,
    TASK_NAMES,
)

LONGEST = 2_000
"""Characters of a text that decide what it is."""

_OPEN = r"(?P<open>[*_]{0,3})"
_SIGN = r"(?:[^\w\s*_\[\]()#`$<>|~\"'“”‘’.,:;!?/\\+=&%@^{}-]️?\s*)*"
_NUMBER = r"(?:[\s.#№\-–]*(?P<number>\d{1,4}(?:\.\d{1,3})?[a-z]?)\b)?"
_END = r"(?:[*_]{0,3}\s*(?:[:：.)\]、．–—-]+(?=\s|[*_]|$|[^\x00-\x7f])|[：、．])\s*[*_]{0,3}|(?P<bare>[*_]{0,3}\s*$))\s*"
_COLON = (
    r"(?:[*_]{0,3}\s*[:：]{1,2}[-–—]{0,2}\s*[*_]{0,3}|(?P<bare>[*_]{0,3}\s*$)|[*_]{0,3}\s+[–—-]\s|[*_]{1,3}\s*[–—-]+\s|"
    r"[*_]{1,3}\s+(?=\S)|[.)][*_]{1,3}\s+|(?<=ans)\.(?:\s+|$))\s*"
)
_PREFIX = r"(?:(?:follow[- ]?up|bonus|extra|sample|quiz)\s+)?"


def _pattern(names: str, end: str = _COLON, number: str = "") -> re.Pattern[str]:
    return re.compile(
        rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>{names})(?![^\W\d_]){number}{end}", re.IGNORECASE
    )


_QUESTION = _pattern(f"{_PREFIX}(?:{QUESTION_NAMES})", _END, _NUMBER)
_TASK = _pattern(TASK_NAMES, _END, _NUMBER.removesuffix("?"))
_QUESTION_SPACED = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}[(\[]?{_PREFIX}(?P<name>question|ques|q|вопрос|frage|pregunta|pergunta|questão|"
    rf"问题)[\s.#№\-–]*(?P<number>\d{{1,4}})"
    r"(?:\.\d{1,3})?[)\]]?(?P<note>\s*\([^()]{1,60}\)(?=[*_]{0,3}\s*[:：.]))?[*_]{0,3}\s*(?:[:：.)\]、．–—-]*(?=\s|[*_]|$)|"
    r"[:：.)\]]+(?=[^\W\d]))"
    r"\s*[*_]{0,3}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
_Q = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}{_PREFIX}(?P<name>q|в|p|f|د|س)[*_]{{0,3}}\s?(?:[:.)](?=\s|[*_]|$)|：)\s*[*_]{{0,3}}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
_ANSWER = _pattern(f"{KEY_NAMES}|{ANSWER_NAMES}", _COLON, r"(?:[\s.#]*\d{1,4}\b)?")
_A = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>a|о|r|ج|antw)(?:[\s.#]*\d{{1,4}})?[*_]{{0,3}}\s?(?P<mark>：|[:.)](?=\s|"
    rf"[*_]|$))\s*[*_]{{0,3}}\s*",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(rf"^{_SIGN}{_OPEN}(?P<name>a)\s?\d{{1,4}}[*_]{{0,3}}\s*$", re.IGNORECASE)
_PARTS = {part: _pattern(names) for part, names in PARTS.items()}
_KEY = re.compile(rf"^(?:{KEY_NAMES})$", re.IGNORECASE)
_SOURCE_LINK = re.compile(
    rf"^\W*\[(?:{PARTS['sources']})(?:\s(?:links?|\d+))?\]\(https?://[^)\s]+\)", re.IGNORECASE
)

_ANSWER_INSIDE = re.compile(
    rf"(?<=[?？؟.])\s+[*_]{{0,3}}(?:a|{ANSWER_NAMES})\s?[:：][*_]{{0,3}}\s+(?=\S)", re.IGNORECASE
)


def split_line(text: str) -> tuple[str, str]:
    """`(question, answer)` of a line that holds both: `What is it? A: This.`"""
    found = _ANSWER_INSIDE.search(text[:LONGEST])
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def question_label(text: str) -> re.Match[str] | None:
    """The label at the start of a line that marks a question: `Q:`, `**Question 3.**`, `Frage:`, `Q12 `."""
    text = text[:LONGEST]
    if text[:1] in "[!|>" and not re.match(r"\[q?\d+\]", text, re.IGNORECASE):
        return None
    return (
        _QUESTION_SPACED.match(text) or _QUESTION.match(text) or _TASK.match(text) or _Q.match(text)
    )


def behind(found: re.Match[str]) -> int:
    """Where the text behind a label begins: emphasis that the text closes is its own, not the label's."""
    marks = re.search(r"[*_]{1,3}(?=\s*$)", found[0])
    own = marks and not found["open"] and found.string[found.end() :].count(marks[0]) % 2
    return marks.start() if marks and own else found.end()


def is_only_label(text: str) -> bool:
    """Whether a text is the label of a question, its number, and nothing more."""
    found = question_label(text)
    return bool(found) and not text[found.end() :].strip(" *_#")  # type: ignore[union-attr]


def is_task(name: str) -> bool:
    """Whether a label names an exercise, which is a question only if it has an answer."""
    return bool(re.fullmatch(TASK_NAMES, name, re.IGNORECASE))


def answer_label(text: str, letter: str = "a") -> re.Match[str] | None:
    """The label that marks an answer; a bare letter counts only with a colon, as `A.` is an option."""
    text = text[:LONGEST]
    found = _ANSWER.match(text) or _A_NUMBER.match(text)
    if found:
        return found
    short = _A.match(text)
    return short if short and (short["mark"] in ":：" or letter == "q") else None


def part_label(text: str) -> tuple[str, re.Match[str]] | None:
    """`(part, match)` if a line begins with the label of a part of an answer."""
    for part, pattern in _PARTS.items():
        found = pattern.match(text[:LONGEST])
        if found:
            return part, found
    return None


def is_source_link(text: str) -> bool:
    """Whether a line begins with a link that names itself a source: `[Reference](https://…)`."""
    return bool(_SOURCE_LINK.match(text[:LONGEST]))


def is_key(name: str) -> bool:
    """Whether a label says which option is right."""
    return bool(_KEY.match(name))
