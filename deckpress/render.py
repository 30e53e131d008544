"""Stage 3, render: Deck -> Book. Each card becomes a note, each kind a note type, each page a chapter."""

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
from deckpress.model import KINDS, Book, Card, Chapter, Deck, Fault, Mark, Note, Page, Problem, Span
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


NOUNS = (RenderedPage, NoteText, Fault, Span)
"""What a rendered page is made of."""


def book(deck: Deck, config: Config) -> tuple[Book, list[Problem]]:
    """Render everything that is not a draft; the problems are those of templates and formulas."""
    rendered = _rendered_pages(deck, config)
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    for page, notes in zip(deck.pages, rendered, strict=True):
        chapters += _chapters(page, notes)
        problems += [checks.problem(fault.code, fault, config) for fault in notes.faults]
    used = {note.card.kind for chapter in chapters for note in chapter.notes}
    time = change_time(config.root)
    kinds = [kind for kind in KINDS if kind in used]
    note_types, template_problems = templating.note_types(config, kinds, time)
    problems += [
        *template_problems,
        *templating.check_pages(config),
        *_unprintable_formulas(deck, config),
    ]
    descriptions = _descriptions(chapters, config)
    made = Book(tuple(chapters), tuple(note_types), descriptions, deck.topics)
    return dated(made, deck, time), sorted(set(problems))


def problems(deck: Deck, config: Config) -> list[Problem]:
    """What only rendering can see: faulty templates of the deck's own, and formulas that print cannot typeset."""
    return [*templating.check(config), *_unprintable_formulas(deck, config)]


def dated(made: Book, deck: Deck, change: int) -> Book:
    """The book with the time at which each note and note type last changed.

    What is as the deck's ledger records it keeps its `mod`; everything else takes the time of the change.
    """
    recorded = fingerprints.mods(deck, change)
    chapters = []
    for chapter in made.chapters:
        notes = [note._replace(mod=recorded.get(note.card.id, change)) for note in chapter.notes]
        chapters.append(chapter._replace(notes=tuple(notes)))
    types = [fingerprints.dated(note_type, deck.ledger, change) for note_type in made.note_types]
    return replace(made, chapters=tuple(chapters), note_types=tuple(types))


# --- notes ---------------------------------------------------------------------------------------


def _rendered_pages(deck: Deck, config: Config) -> list[RenderedPage]:
    """Every page's notes; too quick to be worth a second process."""
    memory = config.memory("notes", NOUNS)
    work = partial(_rendered, config, dict(deck.digests))
    return Step(work, _stopped, RenderedPage, memory).results(deck.pages)


def _rendered(config: Config, digests: Mapping[str, str], page: Page) -> RenderedPage:
    """The notes of a page; `digests` are those of all media files, by path."""
    shown = [
        (target, media.hashed_name(PurePath(path), digests[path]), path)
        for target, path in page.media
    ]
    notes = [_note_text(card, shown, config) for card in page.cards if not card.draft]
    return RenderedPage(tuple(notes))


def _note_text(card: Card, shown: Sequence[tuple[str, str, str]], config: Config) -> NoteText:
    names = {target: name for target, name, _ in shown}
    values = fields.values(card, names) | {"ID": card.id, "Topics": fields.topics_line(card)}
    used = {mark.value for mark in card.marks("image")}
    return NoteText(
        identity.guid(config.namespace, card),
        tuple([values.get(name, "") for name in identity.fields(card.kind)]),
        fields.ordinals(card),
        tuple([file for file in shown if file[0] in used]),
    )


def _stopped(page: Page, fault: Fault) -> RenderedPage:
    return RenderedPage((), (fault,))


def _chapters(page: Page, rendered: RenderedPage) -> Iterator[Chapter]:
    """One chapter for each deck of a page, in the order in which the page first names it."""
    by_deck: dict[str, list[Note]] = {}
    cards = [card for card in page.cards if not card.draft]
    for card, text in zip(cards, rendered.notes, strict=not rendered.faults):
        note = Note(card, text.guid, text.fields, text.ordinals, 0, text.media)
        by_deck.setdefault(card.deck, []).append(note)
    for name, notes in by_deck.items():
        yield Chapter(page.title or name.split("::")[-1], name, tuple(notes))


def _descriptions(chapters: Sequence[Chapter], config: Config) -> tuple[tuple[str, str], ...]:
    """`(deck name, Markdown)`, sorted: the deck's own, and those of the folders that `[folders]` describes."""
    found = {config.name: config.description}
    for chapter in chapters:
        # content/05-losses/03-page.md
        folders = unicodedata.normalize("NFC", chapter.notes[0].card.span.path).split("/")[1:-1]
        described = config.folders.get("/".join(folders))
        if described and described.description:
            found[chapter.deck] = described.description
    return tuple(sorted((name, text) for name, text in found.items() if text))


# --- formulas ------------------------------------------------------------------------------------

_FORMULA_CHECKS = ("broken-cloze", "math-unbalanced", "unknown-math-command", "unsafe-math-command")
"""A formula that one of these reports has no second fault."""


def _unprintable_formulas(deck: Deck, config: Config) -> Iterator[Problem]:
    if checks.severity("unprintable-formula", config) == "off":
        return
    typeset = fields.typeset_all(deck.cards, config.cache)
    errors = {key: formula.error for key, formula in typeset.items() if formula.error}
    for card in deck.cards if errors else ():
        for fault in _formula_faults(card, errors):
            if not checks.is_waived(fault.code, card):
                yield checks.problem(fault.code, fault, config)


def _formula_faults(card: Card, errors: Mapping[Key, str]) -> Iterator[Fault]:
    """One fault for each formula with an error, unless a check has another one at its place."""
    marks = [*card.marks("math"), *card.marks("display-math")]
    failed = [(mark, errors[_key(mark)]) for mark in marks if _key(mark) in errors]
    reported = _reported(card) if failed else set()
    for mark, error in failed:
        if mark.span in reported:
            continue
        if error == TOO_SLOW:  # on this machine: never a warning, as outputs would differ
            message, fix = f"this formula {TOO_SLOW}", "shorten the formula"
            yield Fault(mark.span, message, fix, code="takes-too-long")
        else:
            message = f"print cannot typeset this formula: {error}"
            yield Fault(mark.span, message, code="unprintable-formula")


def _key(formula: Mark) -> Key:
    return fields.plain_tex(formula.value.strip()), formula.kind == "display-math"


def _reported(card: Card) -> set[Span]:
    """The places of formulas that checks report."""
    modules = [checks.modules()[code] for code in _FORMULA_CHECKS]
    return {fault.span for check in modules for fault in check.check_card(card, {})}
