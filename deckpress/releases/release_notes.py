"""Changes -> release notes for learners, in Markdown: what is new, what was wrong, what to do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from deckpress.releases import text_changes
from deckpress.releases.compare import Change, FieldChange

LONGEST_LIST = 60
"""Cards that a list names; more than that nobody reads."""

LONGEST_QUESTION = 160
"""Characters of a question that are shown."""

# Quotes enclose a term, `*` and `_` stand for any letters, and a colon ends a field's name.
_SEARCH_SPECIAL = re.compile(r'([\\"*_:])')
# What begins code, emphasis, a link, HTML, a heading, a cell, or text that is struck out.
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the notes say besides the changes."""

    deck: str
    version: str
    time: int
    """Epoch seconds."""
    package: str
    """The file's name."""
    notes: int
    cards: int
    first: bool
    """Whether nothing was released before."""
    designs: tuple[str, ...] = ()
    """The kinds whose look changed."""
    refresh: bool = False
    """Whether every note counts as changed."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why a card was retired, by its id."""


def write(changes: Sequence[Change], facts: Facts) -> str:
    """The whole text."""
    return "\n\n".join(_paragraphs(changes, facts)) + "\n"


def _paragraphs(changes: Sequence[Change], facts: Facts) -> Iterator[str]:
    yield from _head(facts)
    if facts.first:
        return  # nothing has changed for anybody
    if facts.designs:
        yield (
            f"The look of the cards changed ({', '.join(facts.designs)}). "
            "Your own changes to their templates or styling are replaced."
        )
    yield from _added(changes)
    yield from _corrected(changes)
    yield from _section("Other tags", _of_status(changes, "retagged"), _question)
    yield from _renumbered(changes)
    yield from _retired(changes, facts)
    yield from _moved(changes)
    if not changes and not facts.designs:
        yield "No card changed."


def _head(facts: Facts) -> Iterator[str]:
    day = datetime.fromtimestamp(facts.time, UTC)
    yield f"# {_escaped(facts.deck)} {facts.version}"
    # `%-d`, a day without a zero before it, is not known everywhere.
    yield f"{day.day} {day:%B %Y}. {facts.notes} notes, {facts.cards} cards."
    if facts.first:
        yield f"The first release. Import `{facts.package}` into Anki, AnkiDroid or AnkiMobile."
    else:
        yield (
            f"To update, import `{facts.package}` over what you have and leave the options as "
            "they are. Your progress, your suspended, flagged and moved cards stay as they are; "
            "so do your own texts and tags on every note that is not listed below."
        )
    if facts.refresh:
        yield (
            "**This release replaces every note: texts and tags that you added are lost.** "
            "Your progress stays."
        )


def _added(changes: Sequence[Change]) -> Iterator[str]:
    added = _of_status(changes, "added")
    if not added:
        return
    yield _heading("New", added)
    by_deck = defaultdict(list)
    for change in added:
        by_deck[change.entry.deck].append(change)
    for deck, found in sorted(by_deck.items()):
        yield f"**{_escaped(deck)}**"
        yield _listed(found, _question)


def _corrected(changes: Sequence[Change]) -> Iterator[str]:
    reworded, others = [], []
    for change in _of_status(changes, "changed", "renumbered"):
        names = [field.name for field in change.fields]
        if "Question" in names:
            reworded.append(change)
        elif names:
            others.append(change)
    yield from _section("Reworded", reworded, _with_differences)
    yield from _section("Corrected", others, _with_differences)
    if reworded or others:
        yield (
            "If you wrote into one of these notes yourself, "
            "the corrected note replaces your text and your tags on it."
        )


def _with_differences(change: Change) -> str:
    fields = [f"  - {field.name}: {_shown(field)}" for field in change.fields]
    return "\n".join([_question(change), *fields])


def _shown(field: FieldChange) -> str:
    """The changes with what stands around them: `It is ~~3~~ **three**.`"""
    pieces = text_changes.excerpt(field.pieces)
    if all(sign == "=" for sign, _ in pieces):
        return "its layout or a picture"
    return "".join(_marked(sign, text) for sign, text in pieces)


def _marked(sign: str, text: str) -> str:
    """Deleted text struck out, new text bold.

    The blanks outside, since Markdown wants its marks at words.
    """
    bare = text.strip()
    if sign == "=" or not bare:
        return _escaped(text)
    before, after = text.split(bare)
    if sign == "-":
        return f"{before}~~{_escaped(bare)}~~{after or ' '}"
    return f"{before}**{_escaped(bare)}**{after}"


def _renumbered(changes: Sequence[Change]) -> Iterator[str]:
    """Clozes that lost a number, and so a card."""
    renumbered = _of_status(changes, "renumbered")
    yield from _section("Blanks taken out", renumbered, _question)
    if renumbered:
        yield "Tools > Empty Cards in Anki removes the cards that are left without a blank."


def _retired(changes: Sequence[Change], facts: Facts) -> Iterator[str]:
    def with_reason(change: Change) -> str:
        reason = facts.reasons.get(change.entry.id)
        return f"{_question(change)} ({_escaped(reason)})" if reason else _question(change)

    retired = _of_status(changes, "retired")
    yield from _section("Retired", retired, with_reason)
    if retired:
        yield (
            "Anki keeps them, with your progress, until you delete them. To find them, open the "
            "browser, paste this into its search field, and then delete or suspend what you see:"
        )
        yield _search_block(facts.deck, retired)


def _moved(changes: Sequence[Change]) -> Iterator[str]:
    by_route = defaultdict(list)
    for change in changes:
        if change.route:
            by_route[change.route].append(change)
    if not by_route:
        return
    yield _heading("Moved", [*chain(*by_route.values())])
    yield (
        "New cards arrive in the new place; cards that you have stay where they are. To follow, "
        "paste the search into Anki's browser, select all, choose Cards > Change Deck, and name "
        "the new deck."
    )
    for (old, new), found in sorted(by_route.items()):
        yield f"**From {_escaped(old)} to {_escaped(new)}**: {_count(found)}"
        yield _search_block(old, found)


# --- the parts of a section ---


def _of_status(changes: Sequence[Change], *statuses: str) -> list[Change]:
    return [change for change in changes if change.status in statuses]


def _section(
    title: str,
    changes: Sequence[Change],
    item: Callable[[Change], str],
) -> Iterator[str]:
    if changes:
        yield _heading(title, changes)
        yield _listed(changes, item)


def _heading(title: str, changes: Sequence[Change]) -> str:
    return f"## {title}: {_count(changes)}"


def _count(changes: Sequence[Change]) -> str:
    return "1 note" if len(changes) == 1 else f"{len(changes)} notes"


def _listed(changes: Sequence[Change], item: Callable[[Change], str]) -> str:
    """A list of the first changes, and how many more there are."""
    lines = [f"- {item(change)}" for change in changes[:LONGEST_LIST]]
    if len(changes) > LONGEST_LIST:
        lines.append(f"- and {len(changes) - LONGEST_LIST} more")
    return "\n".join(lines)


def _question(change: Change) -> str:
    question = change.entry.question
    if len(question) > LONGEST_QUESTION:
        question = question[: LONGEST_QUESTION - 1] + "…"
    return _escaped(question)


def _search_block(deck: str, changes: Iterable[Change]) -> str:
    text = search(deck, [change.entry.id for change in changes])
    return f"```\n{text}\n```"


def search(deck: str, ids: Iterable[str]) -> str:
    r"""What to type into Anki's browser to find these cards: `"deck:My deck" ("ID:a" OR "ID:b")`.

    A backslash makes `\ " * _ :` mean themselves.
    """
    notes = " OR ".join(f'"ID:{_for_search(identifier)}"' for identifier in ids)
    return f'"deck:{_for_search(deck)}" ({notes})'


def _for_search(text: str) -> str:
    return _SEARCH_SPECIAL.sub(r"\\\1", text)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)
