"""All edits of a collection: the pages as they become, and what is left to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.model import Book, Deck, Note, Page, Problem, Span
from deckpress.pull.bases import Bases
from deckpress.pull.learner_notes import Learned, Learner
from deckpress.pull.line_edits import Edit, edited, lines
from deckpress.pull.note_edits import NotePull
from deckpress.pull.pictures import Pictures
from deckpress.releases import states
from deckpress.releases.compare import State
from deckpress.system import files

MOST_NEW = 20
"""New notes that are named; the others are only counted."""


@dataclass(slots=True)
class Pulled:
    """What a pull would change."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Each changed page, relative to the root: its text before and after."""
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    """The changes that lead from the one to the other."""
    media: dict[str, bytes] = field(default_factory=dict)
    """Pictures to add, by their path relative to the root."""
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """`cards`, `fields` and `tags` that change, `unchanged` notes, `new` ones and `others`."""

    def moved(self) -> list[Problem]:
        """The problems where they stand once the pages are written."""
        return [p._replace(span=p.span._replace(line=self._line(p.span))) for p in self.problems]

    def _line(self, span: Span) -> int:
        above = (edit for edit in self.edits.get(span.path, ()) if edit.last < span.line)
        return span.line + sum(len(edit.lines) - (edit.last - edit.first + 1) for edit in above)


def pulled(config: Config, deck: Deck, book: Book, learner: Learner, base: State | None) -> Pulled:
    """Everything that a collection's notes say otherwise than the deck; `base` is what they were before, if given."""
    out = Pulled()
    bases = Bases(config, deck, states.of_book(book), base)
    pictures = Pictures(config, learner.medium)
    learned = {note.guid: note for note in learner.known}
    notes: dict[str, list[Note]] = {}
    for note in book.notes:
        if note.guid in learned:
            notes.setdefault(note.card.span.path, []).append(note)
    for page in (page for page in deck.pages if page.path in notes):
        _page(
            out,
            deck,
            page,
            ((note, learned[note.guid]) for note in notes[page.path]),
            bases,
            pictures,
        )
    _others(out, deck, learner)
    return out


def _page(
    out: Pulled,
    deck: Deck,
    page: Page,
    pairs: Iterable[tuple[Note, Learned]],
    bases: Bases,
    pictures: Pictures,
) -> None:
    config = bases.config
    edits: list[Edit] = []
    text = ""
    names = {target: media.collection_name(config.root / path) for target, path in page.media}
    for note, theirs in pairs:
        if bases.as_released(theirs) or _same(note, theirs):
            out.counts["unchanged"] += 1
            continue
        text = text or files.read(config.root / page.path, config.root).decode("utf-8")
        pull = NotePull(note, theirs, bases, lines(text.removeprefix("\ufeff")), names, pictures)
        pull.fields()
        pull.tags(deck, config)
        out.problems += pull.problems
        out.counts.update(pull.counts | Counter(cards=1 if pull.edits else 0))
        out.media |= pull.media
        edits += pull.edits
    if edits:
        out.pages[page.path], out.edits[page.path] = (text, edited(text, edits)), edits


def _same(note: Note, theirs: Learned) -> bool:
    """Whether nothing differs, to the letter: the common case, told fast."""
    return set(note.card.tags) == set(theirs.tags) and note.fields == tuple(theirs.fields.values())


def _others(out: Pulled, deck: Deck, learner: Learner) -> None:
    gone = {note.guid for note in deck.ledger.notes}
    new = [note for note in learner.new if note.guid not in gone]
    out.counts.update(new=len(new), others=learner.others + len(learner.new) - len(new))
    for note in new[:MOST_NEW]:
        front = next((value for name, value in note.fields.items() if value and name != "ID"), "")
        message = f"a new note, made in Anki: {' '.join(front.split())[:80]!r}"
        fix = "tag it in Anki, export the notes of that tag, and take them over with `import`"
        out.problems.append(Problem(Span(learner.path), "pull-new-note", message, "info", fix))
