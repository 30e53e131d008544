"""Changes -> release notes for learners, in Markdown: what is new, what was wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from deckpress.releases import text_changes
from deckpress.releases.compare import Change, Entry

LONGEST_LIST = 60
"""Cards that a list names; more than that nobody reads."""

_SEARCH_SPECIAL = re.compile(r'([\\"*_:])')
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_REPLACED = "If you wrote into one of these notes yourself, the corrected note replaces your text and your tags on it."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the notes say besides the changes."""

    deck: str
    version: str
    time: int
    package: str
    """The file's name."""
    notes: int
    cards: int
    first: bool
    """Whether nothing was released before."""
    designs: tuple[str, ...] = ()
    """The kinds whose look changed."""
    refresh: bool = False


def write(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> str:
    """The whole text; `reasons` says why a card was retired, by id."""
    parts = [*_head(facts), *_design(facts)]
    if not facts.first:
        parts += [text for section in _SECTIONS for text in section(changes, facts, reasons)]
        if not changes and not facts.designs:
            parts.append("No card changed.")
    return "\n\n".join(parts) + "\n"


def search(deck: str, ids: Iterable[str]) -> str:
    r"""What to type into Anki's browser to find these cards; `\ " * _ :` have a meaning there."""
    found = " OR ".join(f'"ID:{_escaped(identifier)}"' for identifier in ids)
    return f'"deck:{_escaped(deck)}" ({found})'


def _escaped(text: str) -> str:
    return _SEARCH_SPECIAL.sub(r"\\\1", text)


def _head(facts: Facts) -> Iterator[str]:
    day = datetime.fromtimestamp(facts.time, UTC).strftime("%-d %B %Y")
    yield f"# {_plain(facts.deck)} {facts.version}"
    yield f"{day}. {facts.notes} notes, {facts.cards} cards."
    if facts.first:
        yield f"The first release. Import `{facts.package}` into Anki, AnkiDroid or AnkiMobile."
    else:
        yield (
            f"To update, import `{facts.package}` over what you have and leave the options as they are. Your progress, "
            "your suspended, flagged and moved cards stay as they are; so do your own texts and tags on every note "
            "that is not listed below."
        )
    if facts.refresh:
        yield "**This release replaces every note: texts and tags that you added are lost.** Your progress stays."


def _design(facts: Facts) -> Iterator[str]:
    if facts.designs and not facts.first:
        kinds = ", ".join(facts.designs)
        yield f"The look of the cards changed ({kinds}). Your own changes to their templates or styling are replaced."


def _added(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> Iterator[str]:
    found = [c.entry for c in changes if c.status == "added"]
    if found:
        yield f"## New: {_count(len(found))}"
        decks = _by_deck(found)
        yield from (
            f"**{_plain(deck)}**\n\n{_listed(e.question for e in entries)}"
            for deck, entries in decks
        )


def _corrected(
    changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]
) -> Iterator[str]:
    changed = [c for c in changes if c.fields and c.status in ("changed", "renumbered")]
    reworded = [c for c in changed if any(name == "Question" for name, _, _ in c.fields)]
    others = [c for c in changed if c not in reworded]
    for title, found in (("Reworded", reworded), ("Corrected", others)):
        if found:
            yield f"## {title}: {_count(len(found))}"
            yield "\n".join(
                line for change in found[:LONGEST_LIST] for line in _difference(change)
            ) + _more(found)
    if changed:
        yield _REPLACED


def _difference(change: Change) -> Iterator[str]:
    yield f"- {_plain(_cut(change.entry.question))}"
    for name, before, after in change.fields:
        pieces = text_changes.excerpt(
            text_changes.difference(text_changes.plain(before), text_changes.plain(after))
        )
        if all(sign == "=" for sign, _ in pieces):
            yield f"  - {name}: its layout or a picture"
        else:
            yield f"  - {name}: {''.join(_marked(sign, text) for sign, text in pieces)}"


def _marked(sign: str, text: str) -> str:
    """Deleted text struck out, new text bold; the blanks outside, since Markdown wants its marks at words."""
    bare = text.strip()
    if sign == "=" or not bare:
        return _plain(text)
    mark, apart = ("~~", " ") if sign == "-" else ("**", "")
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{mark}{_plain(bare)}{mark}{text[len(text.rstrip()) :] or apart}"


def _retagged(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> Iterator[str]:
    found = [c for c in changes if c.status == "retagged"]
    if found:
        yield f"## Other tags: {_count(len(found))}"
        yield _listed(c.entry.question for c in found)


def _retired(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> Iterator[str]:
    found = [c.entry for c in changes if c.status == "retired"]
    if found:
        yield f"## Retired: {_count(len(found))}"
        yield "\n".join(_reasoned(entry, reasons) for entry in found[:LONGEST_LIST]) + _more(found)
        yield (
            "Anki keeps them, with your progress, until you delete them. To find them, open the browser, paste this "
            f"into its search field, and then delete or suspend what you see:\n\n"
            f"```\n{search(facts.deck, (entry.id for entry in found))}\n```"
        )


def _reasoned(entry: Entry, reasons: Mapping[str, str]) -> str:
    reason = reasons.get(entry.id, "")
    return f"- {_plain(_cut(entry.question))}{f' ({_plain(reason)})' if reason else ''}"


def _moved(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> Iterator[str]:
    routes = [(c.before.deck, c.after.deck, c) for c in changes if c.before and c.after and c.moved]
    if routes:
        yield f"## Moved: {_count(len(routes))}"
        yield (
            "New cards arrive in the new place; cards that you have stay where they are. To follow, paste the search "
            "into Anki's browser, select all, choose Cards > Change Deck, and name the new deck."
        )
    for (old, new), found in groupby(sorted(routes, key=lambda r: r[:2]), key=lambda r: r[:2]):
        moved = [change for *_, change in found]
        yield (
            f"**From {_plain(old)} to {_plain(new)}**: {_count(len(moved))}\n\n"
            f"```\n{search(old, (c.entry.id for c in moved))}\n```"
        )


def _harmed(changes: Sequence[Change], facts: Facts, reasons: Mapping[str, str]) -> Iterator[str]:
    gone = [c for c in changes if c.status == "renumbered"]
    if gone:
        yield f"## Blanks taken out: {_count(len(gone))}"
        yield _listed(c.entry.question for c in gone)
        yield "Tools > Empty Cards in Anki removes the cards that are left without a blank."


_SECTIONS = (_added, _corrected, _retagged, _harmed, _retired, _moved)


def _by_deck(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    ordered = sorted(entries, key=lambda entry: entry.deck)
    return ((deck, list(found)) for deck, found in groupby(ordered, key=lambda entry: entry.deck))


def _listed(questions: Iterable[str]) -> str:
    found = list(questions)
    return "\n".join(f"- {_plain(_cut(question))}" for question in found[:LONGEST_LIST]) + _more(
        found
    )


def _more(found: Sequence[object]) -> str:
    return f"\n- and {len(found) - LONGEST_LIST} more" if len(found) > LONGEST_LIST else ""


def _count(number: int) -> str:
    return "1 note" if number == 1 else f"{number} notes"


def _cut(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)
