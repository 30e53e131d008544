"""Which options of a multiple choice are right: those with a mark, or those that the key names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckpress.importer.harvest import Choice
from deckpress.importer.labels import compiled, either


@compiled
def _right() -> re.Pattern[str]:
    """`B) this one **(correct)**`."""
    names = rf"[*_]{{0,3}}(?:{either('right-option')})[*_!]{{0,3}}"
    return re.compile(rf"[*_]{{0,3}}[(\[]\s?{names}\s?[)\]][*_]{{0,3}}$", re.IGNORECASE)


@compiled
def _ticked() -> re.Pattern[str]:
    """`B) this one ✅`, `B) this one <-- here`, `B) this one - correct`."""
    names = rf"[–—-]\s?[*_]{{0,2}}(?:{either('right-option')})[*_]{{0,2}}"
    return re.compile(rf"(?:✅|✔️?|☑️?|<--.*|← .*|{names})$", re.IGNORECASE)


LONGEST_TICK = 200
"""Characters at the end of an option in which a mark can stand."""
# "**this one**"
_BOLD = re.compile(r"^\*\*(.+)\*\*$", re.DOTALL)
_KEY = re.compile(
    r"""^[*_`(\[]{0,3}(?:options?\s*)?
    ([A-Ja-j]
      (?:[)\]]?[ \t]*(?:,|&|and|und|et|/|;|\+)[ \t]*[(\[]?[A-Ja-j]\b   # A, C and D
        |[ \t]+[A-Ja-j](?=[ \t]+[A-Ja-j]\b|\W*$))*)                     # A C D
    (?![\w'’])[*_`)\].:]{0,3}[ \t]*""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# "3", "Option 2:", "(4)."
_NUMBER_KEY = re.compile(
    r"""
    ^[*_`(\[]{0,3}(?:options?\s*)?([1-9])(?![\w'’%])[*_`)\].:]{0,3}[ \t]*
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """An option where it stands in a body."""

    row: int
    end: int
    letter: str
    text: str
    ticked: bool


def mark_from(text: str) -> int:
    """Where the mark of a right option begins at the end of a text; behind the text if there is
    none."""
    text = text.rstrip()
    start = max(0, len(text) - LONGEST_TICK)
    found = _ticked().search(text[start:]) or _right().search(text[start:])
    return start + found.start() if found and text[: start + found.start()].strip() else len(text)


def is_marked(text: str) -> bool:
    """Whether a text ends with a word in brackets that says it is right."""
    return bool(_right().search(text.rstrip()[-LONGEST_TICK:]))


def decided(options: Sequence[Option], key: str) -> tuple[tuple[Choice, ...], str]:
    """`(choices, what is left of the answer's text)`: right are those that are ticked, or that the
    key names."""
    ticked = {i for i, option in enumerate(options) if option.ticked}
    if ticked:
        return _chosen(options, ticked), key
    named, rest = _named(options, key)
    if named:
        return _chosen(options, named), rest
    bold = {i for i, option in enumerate(options) if _BOLD.match(option.text)}
    if len(bold) != 1:
        return _chosen(options, set()), key
    plain = [replace(option, text=_BOLD.sub(r"\1", option.text)) for option in options]
    return _chosen(plain, bold), key


def _chosen(options: Sequence[Option], right: set[int]) -> tuple[Choice, ...]:
    return tuple(Choice(option.text, i in right) for i, option in enumerate(options))


def _named(options: Sequence[Option], key: str) -> tuple[set[int], str]:
    """The options that a key names by letter, number or their own words, and the text behind the
    key."""
    listed = _listed(options, key)
    if listed:
        return listed, ""
    found = _lettered(options, key) or _numbered(options, key)
    if found:
        places, rest = found
        return set(places), _behind(options, places, rest)
    line, _, below = key.partition("\n")
    bare = _bare(line)
    same = {i for i, option in enumerate(options) if bare and bare == _bare(option.text)}
    return same, below.strip() if same else key


def _lettered(options: Sequence[Option], key: str) -> tuple[list[int], str] | None:
    """`B`, `a) and c)`, `**Option D**: because …`; but not `A word`, `I think`."""
    letters = _KEY.match(key)
    if not letters:
        return None
    if letters[1] in "AaIi" and re.match(r"[ \t]+\w", key[letters.end(1) :]):
        return None
    named = re.sub(r"\b(?:and|und|et)\b", " ", letters[1].lower())
    places = [ord(letter) - ord("a") for letter in re.findall(r"[a-j]", named)]
    return (places, key[letters.end() :]) if max(places) < len(options) else None


def _numbered(options: Sequence[Option], key: str) -> tuple[list[int], str] | None:
    """`3`, `Option 2: because …`."""
    number = _NUMBER_KEY.match(key)
    if not number or int(number[1]) > len(options):
        return None
    return [int(number[1]) - 1], key[number.end() :]


def _listed(options: Sequence[Option], key: str) -> set[int]:
    """The right ones of a key that lists all letters again and marks some: `- A`, `- B -
    Correct`."""
    rows = [row.strip(" -*+") for row in key.split("\n") if row.strip()]
    letters = "".join(row[:1].lower() for row in rows)
    if len(rows) != len(options) or letters != "abcdefghijklmnopqrstuvwxyz"[: len(rows)]:
        return set()
    marked = {i for i, row in enumerate(rows) if mark_from(row) < len(row.rstrip())}
    return marked if len(marked) < len(rows) else set()


def _behind(options: Sequence[Option], named: Sequence[int], rest: str) -> str:
    """What follows a key; the named option's text, repeated there, is no explanation."""
    line, _, below = rest.partition("\n")
    line = line.lstrip(" .:)-–—*_")
    if any(_bare(line) == _bare(options[i].text) for i in named):
        line = ""
    return f"{line}\n{below}".strip().strip("\n")


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
