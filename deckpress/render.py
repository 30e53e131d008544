"""Stage 3, render: Deck -> Book. Each card becomes a note, each kind a note type, each page a chapter."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from deckpress import checks, templating
from deckpress.deck import identity, media
from deckpress.deck.clock import change_time
from deckpress.deck.config import Config
from deckpress.formulas.typeset import TOO_SLOW
from deckpress.kinds import fields, fingerprints
from deckpress.model import KINDS, Book, Card, Chapter, Deck, Note, Page, Problem


def book(deck: Deck, config: Config) -> tuple[Book, list[Problem]]:
    """Render everything that is not a draft; the problems are those of templates and formulas.

    What is as the ledger records it keeps its `mod`; everything else takes the time of the change.
    """
    time = change_time(config.root)
    mods = defaultdict(lambda: time, fingerprints.mods(deck, time))
    rendered = (
        page.chapters if page.chapters is not None else _chapters(page, config)
        for page in deck.pages
    )
    chapters = tuple(_dated(chapter, mods) for found in rendered for chapter in found)
    used = {note.card.kind for chapter in chapters for note in chapter.notes}
    made, problems = templating.note_types(config, [kind for kind in KINDS if kind in used], time)
    note_types = tuple(fingerprints.dated(note_type, deck.ledger, time) for note_type in made)
    problems += [*templating.check_pages(config), *_unprintable(deck, config)]
    return Book(chapters, note_types, _descriptions(chapters, config), deck.topics), sorted(
        set(problems)
    )


def each_page(page: Page, config: Config) -> Page:
    """A page with all that can be done with it alone: what is wrong with its cards, and its notes."""
    return checks.on_page(page, config)._replace(chapters=tuple(_chapters(page, config)))


def _dated(chapter: Chapter, mods: Mapping[str, int]) -> Chapter:
    return chapter._replace(
        notes=tuple([note._replace(mod=mods[note.card.id]) for note in chapter.notes])
    )


def _chapters(page: Page, config: Config) -> Iterator[Chapter]:
    """A page's notes: one chapter for each deck, in the order in which the page first names it."""
    cards = [card for card in page.cards if not card.draft]
    files = {
        target: (media.collection_name(config.root / path), path) for target, path in page.media
    }
    for name in dict.fromkeys(card.deck for card in cards):
        notes = tuple(_note(card, files, config) for card in cards if card.deck == name)
        yield Chapter(page.title or name.split("::")[-1], name, notes)


def _note(card: Card, files: Mapping[str, tuple[str, str]], config: Config) -> Note:
    names = {target: name for target, (name, _) in files.items()}
    values = fields.values(card, names) | {"ID": card.id, "Topics": fields.topics_line(card)}
    used = {m.value for s in card.parts for m in s.marks if m.kind == "image"}
    return Note(
        card,
        identity.guid(config.namespace, card),
        tuple(values.get(name, "") for name in identity.fields(card.kind)),
        fields.ordinals(card),
        0,
        tuple(sorted((target, *files[target]) for target in used if target in files)),
    )


def _descriptions(chapters: tuple[Chapter, ...], config: Config) -> tuple[tuple[str, str], ...]:
    """`(deck name, Markdown)`, sorted: the deck's own, and those of the folders that `[folders]` describes."""
    found = {config.name: config.description}
    for chapter in chapters:
        folder = unicodedata.normalize("NFC", chapter.notes[0].card.span.path).split("/")[1:-1]
        described = config.folders.get("/".join(folder))
        if described and described.description:
            found[chapter.deck] = described.description
    return tuple(sorted((name, text) for name, text in found.items() if text))


_FORMULA_CHECKS = ("broken-cloze", "math-unbalanced", "unknown-math-command", "unsafe-math-command")
"""A formula that one of these reports has no second fault."""


def problems(deck: Deck, config: Config) -> list[Problem]:
    """What only rendering can see: faulty templates of the deck's own, and formulas that print cannot typeset."""
    return [*templating.check(config), *_unprintable(deck, config)]


def _unprintable(deck: Deck, config: Config) -> Iterator[Problem]:
    code = "unprintable-formula"
    severity = checks.severity(code, config)
    typeset = {} if severity == "off" else fields.typeset_all(deck.cards, config.cache)
    broken = {key for key, formula in typeset.items() if formula.error}
    for card in deck.cards if broken else ():
        reported = {
            fault.span
            for check in _FORMULA_CHECKS
            for fault in checks.modules()[check].check_card(card, {})
        }
        for mark in (
            mark for part in card.parts for mark in part.marks if mark.kind.endswith("math")
        ):
            key = (fields.plain_tex(mark.value.strip()), mark.kind == "display-math")
            if key not in broken or mark.span in reported:
                continue
            if (
                typeset[key].error == TOO_SLOW
            ):  # on this machine: never a warning, as outputs would differ
                yield Problem(
                    mark.span,
                    "takes-too-long",
                    f"this formula {TOO_SLOW}",
                    fix="shorten the formula",
                )
            elif code not in card.listed("allow"):
                message = f"print cannot typeset this formula: {typeset[key].error}"
                yield Problem(mark.span, code, message, severity, checks.modules()[code].FIX)
