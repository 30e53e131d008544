"""Multiple choice: options as a task list or with letters, and the key that says which are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckpress.sources.foreign.blocks import without_marker
from deckpress.sources.foreign.body import Body
from deckpress.sources.foreign.found import Choice
from deckpress.sources.foreign.vocabulary import CORRECT

_MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])?\s*")
_TASK = re.compile(r"^(?:\[([ xX✓✔])?\]\s*|\(([ xX✓✔])?\)\s+)")
_LETTER = re.compile(r"^(?:✅\s*)?[*_(\[]{0,3}([A-Ja-j])(?:[*_]{0,2}[.):、](?:[*_]{0,2})|\s[-–]\s|[*_]{2})\s*(?=\S)")
_RIGHT = re.compile(rf"[*_]{{0,3}}[(\[]\s?[*_]{{0,3}}(?:{CORRECT})[*_!]{{0,3}}\s?[)\]][*_]{{0,3}}$", re.IGNORECASE)
_TICKED = re.compile(rf"(?:✅|✔️?|☑️?|<--.*|← .*|[–—-]\s?[*_]{{0,2}}(?:{CORRECT})[*_]{{0,2}})$", re.IGNORECASE)
LONGEST_TICK = 200
"""Characters at the end of an option in which a mark can stand."""
_BOLD = re.compile(r"^\*\*(.+)\*\*$", re.DOTALL)
_KEY = re.compile(
    r"^[*_`(\[]{0,3}(?:options?\s*)?([A-Ja-j](?:[ \t]*(?:,|&|and|und|et|/|;|\+)[ \t]*[A-Ja-j]\b|"
    r"[ \t]+[A-Ja-j](?=[ \t]+[A-Ja-j]\b|\W*$))*)(?![\w'’])[*_`)\].:]{0,3}[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER_KEY = re.compile(r"^[*_`(\[]{0,3}(?:options?\s*)?([1-9])(?![\w'’%])[*_`)\].:]{0,3}[ \t]*", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?:^|(?<=\s))[*_(]{0,3}([A-Ja-j])[.)][*_]{0,2}\s+(\S.*?)(?=\s+[*_(]{0,3}[A-Ja-j][.)][*_]{0,2}\s|\s*$)"
)
LONGEST_LINE = 500
"""Characters of a line that can hold several options."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option where it stands in a body."""

    row: int
    end: int
    letter: str
    text: str
    ticked: bool


def options(body: Body, limit: int) -> tuple[Option, ...]:
    """The first run of two and more options above row `limit`."""
    rows = [found for row in _candidate_rows(body, limit) if (found := _option(body, row))]
    runs = _runs(rows)
    best = next((run for run in runs if len(run) > 1), []) or _marked_items(body, limit)
    ends = [option.row for option in best[1:]] + [_end(body, best[-1].row, limit)] if best else []
    return tuple(_whole(body, option, end) for option, end in zip(best, ends, strict=True))


def _candidate_rows(body: Body, limit: int) -> list[int]:
    rows = []
    for block in body.blocks:
        if block.kind == "paragraph" and block.depth < 3:
            rows += [row for row in range(block.start, min(block.end, limit))]
    return rows


def _option(body: Body, row: int) -> Option | None:
    text = body.lines[row]
    text = text[_MARKER.match(text).end() :].rstrip()  # type: ignore[union-attr]
    task = _TASK.match(text)
    text = text[task.end() :] if task else text
    letter = _LETTER.match(text)
    if not task and not letter:
        return None
    return Option(row, row + 1, letter[1].lower() if letter else "", "", _is_ticked(task))


def _is_ticked(task: re.Match[str] | None) -> bool:
    return bool(task and (task[1] or task[2] or " ").strip())


def _marked_items(body: Body, limit: int) -> list[Option]:
    """The items of a short list, if one of them says in brackets that it is right."""
    items = [b for b in body.blocks if b.kind == "paragraph" and b.first and b.depth == 1 and b.start < limit]
    first = [b for b in items if b.siblings == items[0].siblings] if items else []
    marked = [b for b in first if _RIGHT.search(b.text.rstrip()[-LONGEST_TICK:])]
    return [Option(b.start, b.end, "", "", False) for b in first] if 0 < len(marked) < len(first) <= 8 else []


def _runs(rows: Sequence[Option]) -> list[list[Option]]:
    """Options in sequence: letters count up from a; ticks without letters follow each other."""
    runs: list[list[Option]] = []
    for option in rows:
        expected = chr(ord("a") + len(runs[-1])) if runs else "a"
        if runs and (option.letter == expected if option.letter else not runs[-1][0].letter):
            runs[-1].append(option)
        elif option.letter in ("", "a"):
            runs.append([option])
    return runs


def _end(body: Body, row: int, limit: int) -> int:
    """The row behind the last option: its block, and what is nested in its list item."""
    block = next(b for b in body.blocks if b.kind == "paragraph" and b.start <= row < b.end)
    if not block.depth:
        return min(row + 1, limit)
    return min(block.scope, limit)


def _whole(body: Body, option: Option, end: int) -> Option:
    first = body.lines[option.row]
    width = _MARKER.match(first).end()  # type: ignore[union-attr]
    text = first[width:]
    task = _TASK.match(text)
    text = text[task.end() :] if task else text
    letter = _LETTER.match(text)
    opened = text[: letter.end()].count("**") % 2 if letter else 0
    text = text[letter.end() :] if letter else text
    rest = [
        without_marker(line, width)
        for row, line in enumerate(body.lines[option.row + 1 : end], option.row + 1)
        if row not in body.noise
    ]
    whole = "\n".join([text, *rest]).strip()
    if opened and whole.count("**") % 2:
        whole = (
            whole.replace("**", "", 1) if whole.startswith("**") else (f"**{whole}" if whole.endswith("**") else whole)
        )
    mark = _marked_from(whole)
    return Option(
        option.row,
        end,
        option.letter,
        whole[:mark].strip(),
        option.ticked or mark < len(whole) or text.startswith("✅"),
    )


def _marked_from(text: str) -> int:
    """Where the mark of a right option begins at the end of a text; behind the text if there is none."""
    text = text.rstrip()
    start = max(0, len(text) - LONGEST_TICK)
    found = _TICKED.search(text[start:]) or _RIGHT.search(text[start:])
    return start + found.start() if found and text[: start + found.start()].strip() else len(text)


def decided(found: Sequence[Option], key: str) -> tuple[tuple[Choice, ...], str]:
    """`(choices, what is left of the answer's text)`: right are those that are ticked, or that the key names."""
    if any(option.ticked for option in found):
        return tuple(Choice(option.text, option.ticked) for option in found), key
    right, rest = _named(found, key)
    if not right:
        bold = [i for i, option in enumerate(found) if _BOLD.match(option.text)]
        right = {bold[0]} if len(bold) == 1 else set()
        return tuple(
            Choice(_BOLD.sub(r"\1", o.text) if right else o.text, i in right) for i, o in enumerate(found)
        ), key
    return tuple(Choice(option.text, i in right) for i, option in enumerate(found)), rest


def _named(found: Sequence[Option], key: str) -> tuple[set[int], str]:
    """The options that a key names by letter, number or their own words, and the text behind the key."""
    listed = _listed(found, key)
    if listed:
        return listed, ""
    letters = _KEY.match(key)
    if letters and (letters[1] not in "AaIi" or not re.match(r"[ \t]+\w", key[letters.end(1) :])):
        named = [
            ord(c) - ord("a") for c in re.findall(r"[a-j]", re.sub(r"\b(?:and|und|et)\b", " ", letters[1].lower()))
        ]
        if all(i < len(found) for i in named):
            return set(named), _behind(found, named, key[letters.end() :])
    number = _NUMBER_KEY.match(key)
    if number and int(number[1]) <= len(found):
        return {int(number[1]) - 1}, _behind(found, [int(number[1]) - 1], key[number.end() :])
    first = _bare(key.split("\n")[0])
    same = [i for i, option in enumerate(found) if first and first == _bare(option.text)]
    return set(same), "\n".join(key.split("\n")[1:]).strip() if same else key


def _listed(found: Sequence[Option], key: str) -> set[int]:
    """The right ones of a key that lists all letters again and marks some: `- A`, `- B - Correct`."""
    rows = [row.strip(" -*+") for row in key.split("\n") if row.strip()]
    if len(rows) != len(found) or any(row[:1].lower() != chr(ord("a") + i) for i, row in enumerate(rows)):
        return set()
    marked = {i for i, row in enumerate(rows) if _marked_from(row) < len(row.rstrip())}
    return marked if len(marked) < len(rows) else set()


def _behind(found: Sequence[Option], named: Sequence[int], rest: str) -> str:
    """What follows a key; the named option's text, repeated there, is no explanation."""
    line, _, below = rest.partition("\n")
    line = line.lstrip(" .:)-–—*_")
    if any(_bare(line) == _bare(found[i].text) for i in named):
        line = ""
    return f"{line}\n{below}".strip().strip("\n")


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def plain_options(body: Body, limit: int) -> tuple[Option, ...]:
    """A list right above the key whose items are short, or one line with letters in it: options without marks."""
    items = [b for b in body.blocks if b.kind == "paragraph" and b.first and b.depth == 1 and b.start < limit]
    last = [b for b in items if b.siblings == items[-1].siblings] if items else []
    between = [
        b
        for b in body.blocks
        if last and last[-1].start < b.start < limit and b.kind not in ("open", "rule", "summary")
    ]
    texts = ["\n".join(b.text.split("\n")[: limit - b.start]) for b in last]
    if not 2 <= len(last) <= 8 or between or any(len(text) > 160 for text in texts):
        return _in_one_line(body, limit)
    return tuple(Option(b.start, min(b.end, limit), "", text, False) for b, text in zip(last, texts, strict=True))


def _in_one_line(body: Body, limit: int) -> tuple[Option, ...]:
    """Options that share a line: `a) 10  b) 25  c) 20`."""
    for row in _candidate_rows(body, limit):
        parts = _SEVERAL.findall(body.lines[row][:LONGEST_LINE])
        if len(parts) > 1 and all(letter.lower() == chr(ord("a") + i) for i, (letter, _) in enumerate(parts)):
            return tuple(Option(row, row + 1, letter.lower(), text, False) for letter, text in parts)
    return ()
