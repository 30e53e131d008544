"""Changes -> text for a terminal, JSON for tools, Markdown for a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from deckpress.releases import text_changes
from deckpress.releases.compare import DERIVED, HARMFUL, Change, Difference, ReleaseChange
from deckpress.releases.text_changes import Piece

LONGEST_COMMENT = 60_000
"""Characters; GitHub refuses comments beyond 65,536."""

LONGEST_VALUE = 80
"""Characters of a check's option that are shown."""

_SPACE = re.compile(r"\s+")

_BRACKETS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
"""`It is [-3-]{+three+}.`, as `git diff --word-diff` writes it."""

_ELEMENTS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def text(difference: Difference) -> str:
    """A line for each note, and below it what changed."""
    lines = [*_lines(difference)]
    lines.append(summary(difference))
    return "\n".join(lines)


def summary(difference: Difference) -> str:
    """`3 added, 2 changed, 1 retired`."""
    counts = difference.counts.items()
    told = [f"{count} {status}" for status, count in counts]
    return ", ".join(told) or "no note changed"


def _lines(difference: Difference) -> Iterator[str]:
    for change in difference.changes:
        yield from _note_lines(change)
    for kind in difference.designs:
        yield f"look changed: {kind}"
    for tag, old, new, least in difference.coverage:
        wanted = f" (the taxonomy wants {least})" if new < least else ""
        yield f"coverage: {tag} {old} -> {new}{wanted}"
    for name, before, after in _settings(difference):
        yield f"check set differently: {name}: {before} -> {after}"
    for release in difference.releases:
        yield f"the ledger {_recorded(release)}: {release.version}"


def _note_lines(change: Change) -> Iterator[str]:
    yield f"{change.status}: {change.entry.id}  {change.entry.question[:100]}"
    old, new = change.before, change.after
    if change.route:
        yield f"    deck: {' -> '.join(change.route)}"
    if old and new and old.kind != new.kind:
        yield f"    type: {old.kind} -> {new.kind}"
    tags = _tags(change)
    if tags:
        yield f"    tags: {tags}"
    for field in change.fields:
        pieces = text_changes.excerpt(field.pieces)
        yield f"    {field.name}: {_written(pieces, _BRACKETS)}"
    yield f"    {change.impact}"


def _settings(difference: Difference) -> Iterator[tuple[str, str, str]]:
    """The settings that differ, long values shortened."""
    for name, before, after in difference.settings:
        yield name, before[:LONGEST_VALUE], after[:LONGEST_VALUE]


def _recorded(release: ReleaseChange) -> str:
    return "records one more release" if release.added else "has lost a release"


def _tags(change: Change) -> str:
    """`-dl::old +dl::new`; empty if no tag differs, or the note had none, or has none left."""
    if not change.before or not change.after:
        return ""
    old = {*change.before.tags}
    new = {*change.after.tags}
    if not old or not new:
        return ""
    gone = [f"-{tag}" for tag in sorted(old - new)]
    added = [f"+{tag}" for tag in sorted(new - old)]
    return " ".join([*gone, *added])


def _written(pieces: Sequence[Piece], marks: Mapping[str, str]) -> str:
    marked = [marks[sign].format(piece) for sign, piece in pieces]
    return "".join(marked)


# --- JSON ---


def as_json(difference: Difference) -> str:
    """One object: counts, a row for each note, looks, coverage."""
    report = {
        "base": difference.base,
        "head": difference.head,
        "counts": difference.counts,
        "notes": [row(change) for change in difference.changes],
        "designs": difference.designs,
        "coverage": [tag._asdict() for tag in difference.coverage],
        "checks": [setting._asdict() for setting in difference.settings],
        "releases": [release._asdict() for release in difference.releases],
    }
    return json.dumps(report, indent=2, ensure_ascii=False)


def row(change: Change) -> dict[str, object]:
    """One note as JSON; texts are `[sign, text]` pieces (`=` stays, `-` goes, `+` comes)."""
    made: dict[str, object] = {
        "id": change.entry.id,
        "guid": change.entry.guid,
        "status": change.status,
        "harmful": change.status in HARMFUL,
        "impact": change.impact,
        "question": change.entry.question,
    }
    for name in ("kind", "deck", "tags", "cards"):
        # `["basic", "cloze"]`; of a new note `[null, "cloze"]`.
        before = getattr(change.before, name, None)
        after = getattr(change.after, name, None)
        made[name] = [before, after]
    made["fields"] = {field.name: field.pieces for field in change.fields}
    return made


# --- Markdown ---


def markdown(difference: Difference) -> str:
    """Made for a comment: counts and harm in sight, each changed card's text folded away."""
    paragraphs = [*_head(difference)]
    room = LONGEST_COMMENT - sum(map(len, paragraphs))
    paragraphs += _folded(difference.changes, room)
    return "\n\n".join(paragraphs) + "\n"


def _head(difference: Difference) -> Iterator[str]:
    yield f"### What this does to learners: {summary(difference)}"
    harmful = [change for change in difference.changes if change.status in HARMFUL]
    if harmful:
        yield f"**{len(harmful)} of these cost learners progress or updates.**"
    yield from _rules(difference)
    if difference.coverage:
        yield _coverage(difference)
    if difference.designs:
        yield f"The look of every {', '.join(difference.designs)} card changes."


def _rules(difference: Difference) -> Iterator[str]:
    """What reviewers must not overlook, as HTML, in which Markdown that strangers wrote is none."""
    if difference.settings:
        changes = [
            f"<code>{_safe(name)}</code>: {_safe(before)} → {_safe(after)}"
            for name, before, after in _settings(difference)
        ]
        yield f"<p><b>deckpress.toml sets checks differently:</b> {'; '.join(changes)}</p>"
    for release in difference.releases:
        fact = f"<b>The ledger {_recorded(release)}:</b> {_safe(release.version)}"
        yield f"<p>{fact}. Only <code>release</code> may do that.</p>"


def _coverage(difference: Difference) -> str:
    lines = [
        f"<details><summary>Coverage: {len(difference.coverage)} tags</summary>",
        "",  # inside HTML, Markdown begins after a blank line
        "| tag | before | after | wanted |",
        "|---|--:|--:|--:|",
    ]
    for tag, before, after, wanted in difference.coverage:
        lines.append(f"| {_safe(tag)} | {before} | {after} | {wanted or ''} |")
    return "\n".join([*lines, "", "</details>"])


def _folded(changes: Sequence[Change], room: int) -> Iterator[str]:
    for index, change in enumerate(changes):
        block = _block(change)
        room -= len(block) + len("\n\n")
        # What is left is for the last line.
        if room < 100:
            yield f"… and {len(changes) - index} more: see `diff` in the job's log."
            return
        yield block


def _block(change: Change) -> str:
    """To Markdown one block of HTML, whatever the card says.

    So it has no blank line, and everything is escaped.
    """
    name = f"<b>{change.status}</b> <code>{_safe(change.entry.id)}</code>"
    question = _safe(change.entry.question[:140])
    lines = [
        f"<details><summary>{name} {question}</summary>",
        f"<p>{change.impact}</p>",
    ]
    if change.route:
        before, after = map(_safe, change.route)
        lines.append(f"<p>Deck: <del>{before}</del> <ins>{after}</ins></p>")
    tags = _tags(change)
    if tags:
        lines.append(f"<p>Tags: {_safe(tags)}</p>")
    lines += [f"<p><b>{_safe(name)}</b>: {html}</p>" for name, html in _texts(change)]
    return "\n".join([*lines, "</details>"])


def _texts(change: Change) -> Iterator[tuple[str, str]]:
    """`(field, HTML)`: of a changed note the fields that differ, of any other all that it says."""
    for field in change.fields:
        safe = [(sign, _safe(piece)) for sign, piece in field.pieces]
        yield field.name, _written(safe, _ELEMENTS)
    if change.fields:
        return
    for name, html in change.entry.fields:
        shown = _safe(text_changes.plain(html))
        if shown and name not in ("ID", *DERIVED):
            yield name, shown


def _safe(said: str) -> str:
    """Escaped, in one line: no card ends a block of HTML."""
    line = escape(_SPACE.sub(" ", said))
    # On GitHub `@name` calls somebody, and a bar ends a table's cell.
    line = line.replace("@", "@\N{WORD JOINER}")
    return line.replace("|", "&#124;")


FORMATS: Mapping[str, Callable[[Difference], str]] = {
    "text": text,
    "json": as_json,
    "markdown": markdown,
}
"""What `--format` takes."""
