"""The labels by which pages mark questions, answers and the parts of an answer: `Q:`, `**Ответ:**`,
`Explanation.`"""

from __future__ import annotations

import re

from deckpress.importer.labels import compiled, either

_FLAGS = re.IGNORECASE | re.VERBOSE

LONGEST = 2_000
"""Characters of a text that decide what it is."""

_OPEN = r"(?P<open>[*_]{0,3})"
# A sign before a label: ❓ Question, ✅ Answer, → Solution.
_SIGN = r"(?:[^\w\s*_\[\]()#`$<>|~\"'“”‘’.,:;!?/\\+=&%@^{}-]️?\s*)*"
# Question 3, Q. 3b, 问题 №3
_NUMBER = r"(?:[\s.#№\-–]*(?P<number>\d{1,4}(?:\.\d{1,3})?[a-z]?)\b)?"
_END = r"""(?:
    [*_]{0,3}\s*                            # **Question 3**:
    (?:[:：.)\]、．–—-]+(?=\s|[*_]|$|[^\x00-\x7f])|[：、．])
    \s*[*_]{0,3}
  | (?P<bare>[*_]{0,3}\s*$)                 # **Question 3**
)\s*"""
_COLON = r"""(?:
    [*_]{0,3}\s*[:：]{1,2}[-–—]{0,2}\s*[*_]{0,3}   # **Answer:**, Answer:-
  | (?P<bare>[*_]{0,3}\s*$)                       # **Answer**
  | [*_]{0,3}\s+[–—-]\s                           # Answer - this
  | [*_]{1,3}\s*[–—-]+\s                          # **Answer**- this
  | [*_]{1,3}\s+(?=\S)                            # **Answer** this
  | [.)][*_]{1,3}\s+                              # **Answer.** this
  | (?<=ans)\.(?:\s+|$)                           # Ans. this
)\s*"""
_PREFIX = r"(?:(?:follow[-\ ]?up|bonus|extra|sample|quiz)\s+)?"


def _pattern(names: str, end: str = _COLON, number: str = "") -> re.Pattern[str]:
    """Any of some names at the start of a line, with what can stand around it."""
    start = rf"^{_SIGN}{_OPEN}{_SIGN}"
    return re.compile(rf"{start}(?P<name>{names})(?![^\W\d_]){number}{end}", _FLAGS)


@compiled
def _question() -> re.Pattern[str]:
    return _pattern(f"{_PREFIX}(?:{either('question')})", _END, _NUMBER)


@compiled
def _task() -> re.Pattern[str]:
    return _pattern(either("task"), _END, _NUMBER.removesuffix("?"))


@compiled
def _answer() -> re.Pattern[str]:
    return _pattern(either("right-answer", "answer"), _COLON, r"(?:[\s.#]*\d{1,4}\b)?")


@compiled
def _name(role: str) -> re.Pattern[str]:
    return re.compile(either(role), _FLAGS)


@compiled
def _source_link() -> re.Pattern[str]:
    """`[Reference](https://…)`, `[Source 2](https://…)`."""
    names = f"(?:{either('sources')})(?:\\s(?:links?|\\d+))?"
    return re.compile(rf"^\W*\[{names}\]\(https?://[^)\s]+\)", _FLAGS)


@compiled
def _answer_inside() -> re.Pattern[str]:
    """`What is it? **A:** This.`"""
    names = f"(?:a|{either('answer')})"
    return re.compile(rf"(?<=[?？؟.])\s+[*_]{{0,3}}{names}\s?[:：][*_]{{0,3}}\s+(?=\S)", _FLAGS)


@compiled
def _part(name: str) -> re.Pattern[str]:
    """`### Analogy`, `**Example:** a shop`, `参考:`"""
    return _pattern(either(name, "example") if name == "application" else either(name))


_PARTS = ("analogy", "application", "sources", "hint", "output", "explanation")
"""The parts of an answer that have labels, in the order in which they are tried."""

# "Question 12 (easy): What", "Q. 3) What", "[Q7] What"
_QUESTION_SPACED = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}[(\[]?{_PREFIX}(?P<name>question|ques|q|вопрос|frage|pregunta|pergunta|questão|"
    rf"问题)[\s.#№\-–]*(?P<number>\d{{1,4}})"
    r"(?:\.\d{1,3})?[)\]]?(?P<note>\s*\([^()]{1,60}\)(?=[*_]{0,3}\s*[:：.]))?[*_]{0,3}\s*(?:[:：.)\]、．–—-]*(?=\s|[*_]|$)|"
    r"[:：.)\]]+(?=[^\W\d]))"
    r"\s*[*_]{0,3}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
# "Q: What", "**В:** Что"
_Q = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}{_PREFIX}(?P<name>q|в|p|f|د|س)[*_]{{0,3}}\s?(?:[:.)](?=\s|[*_]|$)|：)\s*[*_]{{0,3}}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
# "A: This", "**Antw. 3:** Dies"
_A = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>a|о|r|ج|antw)(?:[\s.#]*\d{{1,4}})?[*_]{{0,3}}\s?(?P<mark>：|[:.)](?=\s|"
    rf"[*_]|$))\s*[*_]{{0,3}}\s*",
    re.IGNORECASE,
)
# "A12", alone on its line
_A_NUMBER = re.compile(rf"^{_SIGN}{_OPEN}(?P<name>a)\s?\d{{1,4}}[*_]{{0,3}}\s*$", re.IGNORECASE)


def split_line(text: str) -> tuple[str, str]:
    """`(question, answer)` of a line that holds both: `What is it? A: This.`"""
    found = _answer_inside().search(text[:LONGEST])
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def question_label(text: str) -> re.Match[str] | None:
    """The label at the start of a line that marks a question: `Q:`, `**Question 3.**`, `Frage:`,
    `Q12 `."""
    text = text[:LONGEST]
    if text[:1] in "[!|>" and not re.match(r"\[q?\d+\]", text, re.IGNORECASE):
        return None
    return (
        _QUESTION_SPACED.match(text)
        or _question().match(text)
        or _task().match(text)
        or _Q.match(text)
    )


def behind(found: re.Match[str]) -> int:
    """Where the text behind a label begins: emphasis that the text closes is its own, not the
    label's."""
    marks = re.search(r"[*_]{1,3}(?=\s*$)", found[0])
    own = marks and not found["open"] and found.string[found.end() :].count(marks[0]) % 2
    return marks.start() if marks and own else found.end()


def is_only_label(text: str) -> bool:
    """Whether a text is the label of a question, its number, and nothing more."""
    found = question_label(text)
    return bool(found) and not text[found.end() :].strip(" *_#")  # type: ignore[union-attr]


def is_task(name: str) -> bool:
    """Whether a label names an exercise, which is a question only if it has an answer."""
    return bool(_name("task").fullmatch(name))


def answer_label(text: str, letter: str = "a") -> re.Match[str] | None:
    """The label that marks an answer; a bare letter counts only with a colon, as `A.` is an
    option."""
    text = text[:LONGEST]
    found = _answer().match(text) or _A_NUMBER.match(text)
    if found:
        return found
    short = _A.match(text)
    return short if short and (short["mark"] in ":：" or letter == "q") else None


def part_label(text: str) -> tuple[str, re.Match[str]] | None:
    """`(part, match)` if a line begins with the label of a part of an answer."""
    for part in _PARTS:
        found = _part(part).match(text[:LONGEST])
        if found:
            return part, found
    return None


def is_source_link(text: str) -> bool:
    """Whether a line begins with a link that names itself a source: `[Reference](https://…)`."""
    return bool(_source_link().match(text[:LONGEST]))


def is_key(name: str) -> bool:
    """Whether a label says which option is right."""
    return bool(_name("right-answer").fullmatch(name))
