"""Changes -> text for a terminal, JSON for tools, Markdown for a pull request."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from deckpress.releases import text_changes
from deckpress.releases.compare import DERIVED, HARMFUL, ORDER, Change

_SPACE = re.compile(r"\s+")

LONGEST_COMMENT = 60_000
"""Characters; GitHub refuses comments beyond 65,536."""

LONGEST_VALUE = 80
"""Characters of a check's option that are shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states, compared."""

    base: str
    head: str
    changes: tuple[Change, ...]
    designs: tuple[str, ...]
    coverage: tuple[tuple[str, int, int, int], ...]
    """`(tag, before, after, wanted)`."""
    settings: tuple[tuple[str, str, str], ...] = ()
    """`(check or its option, before, after)`."""
    releases: tuple[tuple[str, bool], ...] = ()
    """`(release, whether the ledger of the second state has it)`."""

    @property
    def counts(self) -> dict[str, int]:
        """How many notes of each status, in order of weight; those that only also moved count as moved too."""
        found = Counter(change.status for change in self.changes)
        found["moved"] = sum(change.moved for change in self.changes)
        return {status: found[status] for status in ORDER if found[status]}


def text(difference: Difference) -> str:
    """A line for each note, and below it what changed."""
    lines = [line for change in difference.changes for line in _lines(change)]
    lines += [f"look changed: {kind}" for kind in difference.designs]
    lines += [
        f"coverage: {tag} {old} -> {new}{_wanted(new, least)}"
        for tag, old, new, least in difference.coverage
    ]
    lines += [
        f"check set differently: {name}: {old} -> {new}" for name, old, new in _cut(difference)
    ]
    lines += [f"the ledger {_RECORDS[is_added]}: {name}" for name, is_added in difference.releases]
    return "\n".join([*lines, summary(difference)])


_RECORDS = {True: "records one more release", False: "has lost a release"}


def summary(difference: Difference) -> str:
    """`3 added, 2 changed, 1 retired`."""
    return (
        ", ".join(f"{count} {status}" for status, count in difference.counts.items())
        or "no note changed"
    )


def _wanted(after: int, least: int) -> str:
    return f" (the taxonomy wants {least})" if after < least else ""


def _lines(change: Change) -> Iterator[str]:
    yield f"{change.status}: {change.entry.id}  {change.entry.question[:100]}"
    if change.before and change.after:
        if change.moved:
            yield f"    deck: {change.before.deck} -> {change.after.deck}"
        if change.before.kind != change.after.kind:
            yield f"    type: {change.before.kind} -> {change.after.kind}"
        yield from (f"    tags: {said}" for said in _tags(change))
    for name, before, after in change.fields:
        pieces = text_changes.excerpt(
            text_changes.difference(text_changes.plain(before), text_changes.plain(after))
        )
        yield f"    {name}: {''.join(_BRACKETS[sign].format(piece) for sign, piece in pieces)}"
    yield f"    {change.impact}"


_BRACKETS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}


def _tags(change: Change) -> Iterator[str]:
    old = {*change.before.tags} if change.before else set()
    new = {*change.after.tags} if change.after else set()
    if old and new and old != new:
        yield " ".join(
            [*(f"-{tag}" for tag in sorted(old - new)), *(f"+{tag}" for tag in sorted(new - old))]
        )


def as_json(difference: Difference) -> str:
    """One object: counts, a row for each note, looks, coverage."""
    return json.dumps(
        {
            "base": difference.base,
            "head": difference.head,
            "counts": difference.counts,
            "notes": [row(change) for change in difference.changes],
            "designs": list(difference.designs),
            "coverage": [
                dict(zip(("tag", "before", "after", "wanted"), c, strict=True))
                for c in difference.coverage
            ],
            "checks": [
                dict(zip(("check", "before", "after"), row, strict=True))
                for row in difference.settings
            ],
            "releases": [
                {"version": name, "added": is_added} for name, is_added in difference.releases
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def row(change: Change) -> dict[str, object]:
    """One note as JSON; texts are `[sign, text]` pieces (`=` stays, `-` goes, `+` comes)."""
    old, new = change.before, change.after
    return {
        "id": change.entry.id,
        "guid": change.entry.guid,
        "status": change.status,
        "harmful": change.status in HARMFUL,
        "impact": change.impact,
        "question": change.entry.question,
        "kind": [old.kind if old else None, new.kind if new else None],
        "deck": [old.deck if old else None, new.deck if new else None],
        "tags": [list(old.tags) if old else None, list(new.tags) if new else None],
        "cards": [list(old.cards) if old else None, list(new.cards) if new else None],
        "fields": {name: _difference(a, b) for name, a, b in change.fields},
    }


def _difference(old: str, new: str) -> list[list[str]]:
    pieces = text_changes.difference(text_changes.plain(old), text_changes.plain(new))
    return [list(piece) for piece in pieces]


def markdown(difference: Difference) -> str:
    """Made for a comment: counts and harm in sight, each changed card's text folded away."""
    head = [f"### What this does to learners: {summary(difference)}"]
    harmful = [change for change in difference.changes if change.status in HARMFUL]
    if harmful:
        head.append(f"**{len(harmful)} of these cost learners progress or updates.**")
    head += [*_rules(difference), *_coverage(difference)]
    if difference.designs:
        head.append(f"The look of every {', '.join(difference.designs)} card changes.")
    return (
        "\n\n".join([*head, *_folded(difference.changes, LONGEST_COMMENT - sum(map(len, head)))])
        + "\n"
    )


def _rules(difference: Difference) -> Iterator[str]:
    """What reviewers must not overlook, as HTML, in which Markdown that strangers wrote is none."""
    if difference.settings:
        rows = (
            f"<code>{_safe(name)}</code>: {_safe(old)} → {_safe(new)}"
            for name, old, new in _cut(difference)
        )
        yield f"<p><b>deckpress.toml sets checks differently:</b> {'; '.join(rows)}</p>"
    for name, is_added in difference.releases:
        yield f"<p><b>The ledger {_RECORDS[is_added]}:</b> {_safe(name)}. Only <code>release</code> may do that.</p>"


def _cut(difference: Difference) -> Iterator[tuple[str, str, str]]:
    """The settings, long values shortened."""
    yield from (
        (name, old[:LONGEST_VALUE], new[:LONGEST_VALUE]) for name, old, new in difference.settings
    )


def _coverage(difference: Difference) -> Iterator[str]:
    if difference.coverage:
        rows = [f"| {_safe(t)} | {a} | {b} | {w or ''} |" for t, a, b, w in difference.coverage]
        table = ["| tag | before | after | wanted |", "|---|--:|--:|--:|", *rows]
        yield (
            f"<details><summary>Coverage: {len(rows)} tags</summary>\n\n"
            + "\n".join(table)
            + "\n\n</details>"
        )


def _folded(changes: Sequence[Change], room: int) -> Iterator[str]:
    for index, change in enumerate(changes):
        block = _block(change)
        room -= len(block) + 2
        if room < 100:
            yield f"… and {len(changes) - index} more: see `diff` in the job's log."
            return
        yield block


def _block(change: Change) -> str:
    """No blank line inside and everything escaped: to Markdown it is one block of HTML, whatever the card says."""
    title = f"<b>{change.status}</b> <code>{_safe(change.entry.id)}</code> {_safe(change.entry.question[:140])}"
    out = [f"<details><summary>{title}</summary>", f"<p>{change.impact}</p>"]
    if change.before and change.after and change.moved:
        out.append(
            f"<p>Deck: <del>{_safe(change.before.deck)}</del> <ins>{_safe(change.after.deck)}</ins></p>"
        )
    out += [f"<p>Tags: {_safe(said)}</p>" for said in _tags(change)]
    out += [f"<p><b>{_safe(name)}</b>: {shown}</p>" for name, shown in _texts(change)]
    return "\n".join([*out, "</details>"])


def _texts(change: Change) -> Iterator[tuple[str, str]]:
    """`(field, HTML)`: of a changed note the fields that differ, of any other all that it says."""
    if not change.fields:
        whole = (
            (name, text_changes.plain(html))
            for name, html in change.entry.fields
            if name not in ("ID", *DERIVED)
        )
        yield from ((name, _safe(said)) for name, said in whole if said)
    for name, before, after in change.fields:
        pieces = text_changes.difference(text_changes.plain(before), text_changes.plain(after))
        yield name, "".join(_ELEMENTS[sign].format(_safe(piece)) for sign, piece in pieces)


_ELEMENTS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def _safe(said: str) -> str:
    """Escaped; `@` gets a joiner after it, so that a card mentions nobody; a bar would end a table's cell."""
    return escape(_SPACE.sub(" ", said)).replace("@", "@\N{WORD JOINER}").replace("|", "&#124;")


FORMATS: Mapping[str, Callable[[Difference], str]] = {
    "text": text,
    "json": as_json,
    "markdown": markdown,
}
"""What `--format` takes."""
