"""Stage 3, render: Deck -> Book.

Each card becomes a note, each kind a note type, each page a chapter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from deckpress import checks, templating
from deckpress.deck import identity, media
from deckpress.deck.clock import change_time
from deckpress.deck.config import Config
from deckpress.formulas.typeset import TOO_SLOW, Key
from deckpress.kinds import fields, fingerprints
from deckpress.model import (
    KINDS,
    Book,
    Card,
    Chapter,
    Deck,
    Fault,
    Mark,
    Note,
    Page,
    Problem,
    Span,
)
from deckpress.system.steps import Step


class NoteText(NamedTuple):
    """What a note holds besides its card, and apart from time; see `Note`."""

    guid: str
    fields: tuple[str, ...]
    ordinals: tuple[int, ...]
    media: tuple[tuple[str, str, str], ...]


class RenderedPage(NamedTuple):
    """The notes of a page."""

    notes: tuple[NoteText, ...]
    """One for each card that is no draft, in order."""
    faults: tuple[Fault, ...] = ()
    """Why there are none."""


NOUNS = (
    RenderedPage,
    NoteText,
    Fault,
    Span,
)
"""What a rendered page is made of."""


def book(
    deck: Deck,
    config: Config,
) -> tuple[Book, list[Problem]]:
    """Render everything that is not a draft; the problems are those of templates and formulas."""
    # What is remembered of a page holds no card: here each card meets its note again.
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    rendered = _rendered_pages(deck, config)
    for page, notes in zip(deck.pages, rendered, strict=True):
        chapters += _chapters(page, notes)
        for fault in notes.faults:
            problems.append(checks.problem(fault.code, fault, config))
    used = {note.card.kind for chapter in chapters for note in chapter.notes}
    kinds = [kind for kind in KINDS if kind in used]
    time = change_time(config.root)
    note_types, template_problems = templating.note_types(config, kinds, time)
    problems += template_problems
    problems += templating.check_pages(config)
    problems += _unprintable_formulas(deck, config)
    undated = Book(
        tuple(chapters),
        tuple(note_types),
        _descriptions(chapters, config),
        deck.topics,
    )
    return dated(undated, deck, time), sorted(set(problems))


def problems(deck: Deck, config: Config) -> list[Problem]:
    """What only rendering can see.

    Faults of the deck's own templates, and formulas that print cannot typeset.
    """
    return [
        *templating.check(config),
        *_unprintable_formulas(deck, config),
    ]


def dated(
    undated: Book,
    deck: Deck,
    change: int,
) -> Book:
    """The book with the time at which each note and note type last changed.

    What is as the deck's ledger records it keeps its `mod`; all else takes the time of the change.
    """
    recorded = fingerprints.note_times(deck, change)
    chapters = []
    for chapter in undated.chapters:
        notes = []
        for note in chapter.notes:
            mod = recorded.get(note.card.id, change)
            notes.append(note._replace(mod=mod))
        chapters.append(chapter._replace(notes=tuple(notes)))
    note_types = []
    for note_type in undated.note_types:
        mod = fingerprints.note_type_time(note_type, deck.ledger, change)
        note_types.append(replace(note_type, mod=mod))
    return replace(
        undated,
        chapters=tuple(chapters),
        note_types=tuple(note_types),
    )


# --- notes ---------------------------------------------------------------------------------------


def _rendered_pages(deck: Deck, config: Config) -> list[RenderedPage]:
    """The notes of each page; too quickly made to be worth a second process."""
    step = Step(
        partial(_rendered_page, config, dict(deck.digests)),
        _stopped,
        RenderedPage,
        config.memory("notes", NOUNS),
    )
    return step.results(deck.pages)


def _rendered_page(
    config: Config,
    digests: Mapping[str, str],
    page: Page,
) -> RenderedPage:
    """The notes of a page; `digests` are those of all media files, by path."""
    files = []
    for target, path in page.media:
        name = media.hashed_name(PurePath(path), digests[path])
        files.append((target, name, path))
    cards = [card for card in page.cards if not card.draft]
    notes = [_note_text(card, files, config) for card in cards]
    return RenderedPage(tuple(notes))


def _note_text(
    card: Card,
    files: Sequence[tuple[str, str, str]],
    config: Config,
) -> NoteText:
    # {"plot.png": "plot-0123456789abcdef.png"}
    names = {target: name for target, name, _ in files}
    values = fields.values(card, names)
    values["ID"] = card.id
    values["Topics"] = fields.topics_line(card)
    shown = {mark.value for mark in card.marks("image")}
    return NoteText(
        identity.guid(config.namespace, card),
        tuple([values.get(name, "") for name in identity.fields(card.kind)]),
        fields.ordinals(card),
        tuple([file for file in files if file[0] in shown]),
    )


def _stopped(page: Page, fault: Fault) -> RenderedPage:
    return RenderedPage((), (fault,))


def _chapters(page: Page, rendered: RenderedPage) -> Iterator[Chapter]:
    """One chapter for each deck of a page, in the order in which the page first names it."""
    by_deck: dict[str, list[Note]] = {}
    cards = [card for card in page.cards if not card.draft]
    for card, text in zip(cards, rendered.notes, strict=not rendered.faults):
        note = Note(
            card,
            text.guid,
            text.fields,
            text.ordinals,
            mod=0,
            media=text.media,
        )
        by_deck.setdefault(card.deck, []).append(note)
    for deck, notes in by_deck.items():
        title = page.title or deck.split("::")[-1]
        yield Chapter(title, deck, tuple(notes))


def _descriptions(
    chapters: Sequence[Chapter],
    config: Config,
) -> tuple[tuple[str, str], ...]:
    """`(deck name, Markdown)`, sorted: the deck's own, and those that `[folders]` describes."""
    texts = {config.name: config.description}
    for chapter in chapters:
        # content/05-losses/03-hinge.md lies in the folder that is called 05-losses.
        path = unicodedata.normalize("NFC", chapter.notes[0].card.span.path)
        _, *folders, _ = path.split("/")
        described = config.folders.get("/".join(folders))
        if described and described.description:
            texts[chapter.deck] = described.description
    return tuple(sorted((deck, text) for deck, text in texts.items() if text))


# --- formulas ------------------------------------------------------------------------------------

_FORMULA_CHECKS = (
    "broken-cloze",
    "math-unbalanced",
    "unknown-math-command",
    "unsafe-math-command",
)
"""A formula that one of these reports has no second fault."""


def _unprintable_formulas(deck: Deck, config: Config) -> Iterator[Problem]:
    if checks.severity("unprintable-formula", config) == "off":
        return
    typeset = fields.typeset_all(deck.cards, config.cache)
    errors = {key: formula.error for key, formula in typeset.items() if formula.error}
    if not errors:
        return
    for card in deck.cards:
        for fault in _formula_faults(card, errors):
            if not checks.is_waived(fault.code, card):
                yield checks.problem(fault.code, fault, config)


def _formula_faults(
    card: Card,
    errors: Mapping[Key, str],
) -> Iterator[Fault]:
    """One fault for each formula with an error, unless a check has another one at its place."""
    marks = (*card.marks("math"), *card.marks("display-math"))
    # The other checks are asked again only where there is something to tell: nearly never.
    failed = [mark for mark in marks if _key(mark) in errors]
    reported = _reported(card) if failed else set()
    for mark in failed:
        error = errors[_key(mark)]
        if mark.span in reported:
            continue
        if error == TOO_SLOW:  # on this machine: never a warning, as outputs would differ
            message = f"this formula {TOO_SLOW}"
            fix = "shorten the formula"
            yield Fault(mark.span, message, fix, code="takes-too-long")
        else:
            message = f"print cannot typeset this formula: {error}"
            yield Fault(mark.span, message, code="unprintable-formula")


def _key(formula: Mark) -> Key:
    tex = fields.plain_tex(formula.value.strip())
    return tex, formula.kind == "display-math"


def _reported(card: Card) -> set[Span]:
    """The places of formulas that checks report."""
    places: set[Span] = set()
    for code in _FORMULA_CHECKS:
        check = checks.modules()[code]
        places.update(fault.span for fault in check.check_card(card, {}))
    return places
