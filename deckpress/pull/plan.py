"""All edits of a collection: the pages as they become, and what is left to people."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.model import Book, Deck, Note, Problem, Span
from deckpress.pull.bases import Bases
from deckpress.pull.learner_notes import Learned, Learner
from deckpress.pull.line_edits import Edit, edited, lines
from deckpress.pull.note_edits import NoteEdits
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
        return [problem._replace(span=self._moved(problem.span)) for problem in self.problems]

    def _moved(self, span: Span) -> Span:
        line = span.line
        # An edit above it that takes three lines for two moves it down by one.
        for edit in self.edits.get(span.path, ()):
            if edit.last < span.line:
                line += len(edit.lines) - (edit.last - edit.first + 1)
        return span._replace(line=line)

    def rewrite(self, path: str, text: str) -> None:
        """Add the new text of a page, if something of it was edited."""
        if path in self.edits:
            self.pages[path] = (text, edited(text, self.edits[path]))

    def take(self, note: NoteEdits) -> None:
        """Add what one note says otherwise."""
        if note.edits:
            path = note.card.span.path
            self.edits[path] = [*self.edits.get(path, ()), *note.edits]
        self.problems += note.problems
        self.counts.update(note.counts)
        self.counts["cards"] += bool(note.edits)
        self.media |= note.media


def pulled(
    config: Config,
    deck: Deck,
    book: Book,
    learner: Learner,
    base: State | None,
) -> Pulled:
    """Everything that a collection's notes say otherwise than the deck; `base` is what they were
    before, if given."""
    pull = Pulled()
    bases = Bases(config, deck, states.of_book(book), base)
    pictures = Pictures(config, learner.medium)
    learned = {note.guid: note for note in learner.known}
    changed = defaultdict[str, list[Note]](list)
    for note in book.notes:
        theirs = learned.get(note.guid)
        if theirs is None:
            continue
        if bases.as_released(theirs) or _same(note, theirs):
            pull.counts["unchanged"] += 1
        else:
            changed[note.card.span.path].append(note)
    for page in deck.pages:
        if page.path not in changed:
            continue
        text = files.read(config.root / page.path, config.root).decode("utf-8")
        # As the parser sees them, without the mark of byte order.
        rows = lines(text.removeprefix("\ufeff"))
        names = {target: media.collection_name(config.root / path) for target, path in page.media}
        for note in changed[page.path]:
            edits = NoteEdits(
                note,
                learned[note.guid],
                bases,
                rows,
                names,
                pictures,
            )
            edits.compare_fields()
            edits.compare_tags(deck, config)
            pull.take(edits)
        pull.rewrite(page.path, text)
    _others(pull, deck, learner)
    return pull


def _same(note: Note, theirs: Learned) -> bool:
    """Whether nothing differs, to the letter: the common case, told fast."""
    # Anki sorts tags as it likes.
    return set(note.card.tags) == set(theirs.tags) and note.fields == tuple(theirs.fields.values())


def _others(
    pull: Pulled,
    deck: Deck,
    learner: Learner,
) -> None:
    """Count what is not of the deck, and name new notes in its note types."""
    released = {note.guid for note in deck.ledger.notes}
    new = [note for note in learner.new if note.guid not in released]
    # What was released and is gone from the deck since is not new.
    retired = len(learner.new) - len(new)
    pull.counts.update(new=len(new), others=learner.others + retired)
    for note in new[:MOST_NEW]:
        written = [value for name, value in note.fields.items() if value and name != "ID"]
        front = " ".join("".join(written[:1]).split())[:80]
        message = f"a new note, made in Anki: {front!r}"
        fix = "tag it in Anki, export the notes of that tag, and take them over with `import`"
        place = Span(learner.path)
        pull.problems.append(
            Problem(
                place,
                "pull-new-note",
                message,
                "info",
                fix,
            )
        )
