"""The options of a multiple choice where they stand: as a task list, with letters, or in a list above the key."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading.card_body import Body
from deckpress.importer.reading.indents import without_marker
from deckpress.importer.reading.right_options import Option, is_marked, mark_from

_MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])?\s*")
_TASK = re.compile(r"^(?:\[([ xX✓✔])?\]\s*|\(([ xX✓✔])?\)\s+)")
_LETTER = re.compile(
    r"^(?:✅\s*)?[*_(\[]{0,3}([A-Ja-j])(?:[*_]{0,2}[.):、](?:[*_]{0,2})|\s[-–]\s|[*_]{2})\s*(?=\S)"
)
_SEVERAL = re.compile(
    r"(?:^|(?<=\s))[*_(]{0,3}([A-Ja-j])[.)][*_]{0,2}\s+(\S.*?)(?=\s+[*_(]{0,3}[A-Ja-j][.)][*_]{0,2}\s|\s*$)"
)
LONGEST_LINE = 500
"""Characters of a line that can hold several options."""


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
    items = [
        b
        for b in body.blocks
        if b.kind == "paragraph" and b.first and b.depth == 1 and b.start < limit
    ]
    first = [b for b in items if b.siblings == items[0].siblings] if items else []
    marked = [b for b in first if is_marked(b.text)]
    return (
        [Option(b.start, b.end, "", "", False) for b in first]
        if 0 < len(marked) < len(first) <= 8
        else []
    )


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
            whole.replace("**", "", 1)
            if whole.startswith("**")
            else (f"**{whole}" if whole.endswith("**") else whole)
        )
    mark = mark_from(whole)
    return Option(
        option.row,
        end,
        option.letter,
        whole[:mark].strip(),
        option.ticked or mark < len(whole) or text.startswith("✅"),
    )


def plain_options(body: Body, limit: int) -> tuple[Option, ...]:
    """A list right above the key whose items are short, or one line with letters in it: options without marks."""
    items = [
        b
        for b in body.blocks
        if b.kind == "paragraph" and b.first and b.depth == 1 and b.start < limit
    ]
    last = [b for b in items if b.siblings == items[-1].siblings] if items else []
    between = [
        b
        for b in body.blocks
        if last and last[-1].start < b.start < limit and b.kind not in ("open", "rule", "summary")
    ]
    texts = ["\n".join(b.text.split("\n")[: limit - b.start]) for b in last]
    if not 2 <= len(last) <= 8 or between or any(len(text) > 160 for text in texts):
        return _in_one_line(body, limit)
    return tuple(
        Option(b.start, min(b.end, limit), "", text, False)
        for b, text in zip(last, texts, strict=True)
    )


def _in_one_line(body: Body, limit: int) -> tuple[Option, ...]:
    """Options that share a line: `a) 10  b) 25  c) 20`."""
    for row in _candidate_rows(body, limit):
        line = body.lines[row][:LONGEST_LINE].strip()
        parts = _SEVERAL.findall(line) if _LETTER.match(line) else []
        if len(parts) > 1 and all(
            letter.lower() == chr(ord("a") + i) for i, (letter, _) in enumerate(parts)
        ):
            return tuple(
                Option(row, row + 1, letter.lower(), text, False) for letter, text in parts
            )
    return ()
