"""One note: its edited fields and tags as changes to its card's lines, or as problems with a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from deckpress.anki.field_media import media_names, with_media
from deckpress.anki.normal_form import LARGEST, normal_form
from deckpress.anki.to_markdown import markdown
from deckpress.deck.config import Config
from deckpress.deck.identity import fields
from deckpress.model import SECTIONS, Deck, Note, Problem, Span
from deckpress.pull.bases import Bases
from deckpress.pull.card_edits import CardText
from deckpress.pull.learner_notes import Learned
from deckpress.pull.line_edits import Edit
from deckpress.pull.pictures import Pictures
from deckpress.pull.tags import CardTags
from deckpress.releases.compare import DERIVED

LONGEST = 200
"""Characters of a learner's text that a message shows."""


class NotePull:
    """Collects the edits of one note."""

    def __init__(
        self,
        note: Note,
        theirs: Learned,
        bases: Bases,
        lines: Sequence[str],
        names: Mapping[str, str],
        pictures: Pictures,
    ) -> None:
        self.card, self.theirs, self.lines, self.pictures = note.card, theirs, lines, pictures
        self.bases, self.base = bases, bases.of(theirs)
        self.today = dict(zip(fields(note.card.kind), note.fields, strict=True))
        self.text = CardText(note.card.span.path, lines, note.card, names)
        self.edits: list[Edit] = []
        self.media: dict[str, bytes] = {}
        """Files to add, by their path relative to the root."""
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()

    def fields(self) -> None:
        """Compare all fields that both sides have."""
        if "Question" not in self.theirs.fields:
            self._say(
                self.card.span,
                "pull-note-type",
                "Anki has this card as another note type",
                "change it by hand",
            )
            return
        edited = [name for name in self.today if name in self.theirs.fields and self._edited(name)]
        for name in edited:
            if name in SECTIONS:
                self._field(name)
            elif self.base and not (name in DERIVED and "Answer" in edited):
                self._say(
                    self.card.span,
                    "pull-unplaced",
                    f"{name} was edited in Anki",
                    "edit the card by hand",
                )

    def _edited(self, name: str) -> bool:
        """Whether a learner wrote something that neither the deck has now nor the note had before."""
        ours, theirs = self.today[name], self.theirs.fields[name]
        if ours == theirs or (before := self._before(name)) == theirs:
            return False
        if normal_form(theirs) in (
            normal_form(ours),
            normal_form(before) if before is not None else None,
        ):
            return False
        return not self.bases.was(self.theirs.guid, name, theirs)

    def _before(self, name: str) -> str | None:
        return dict(self.base.fields).get(name) if self.base else None

    def _field(self, name: str) -> None:
        if len(self.theirs.fields[name]) > LARGEST:
            message = f"{name} has more than {LARGEST:,} characters in Anki"
            return self._say(
                self._place(name), "pull-unplaced", message, "write by hand what is right", "error"
            )
        place = self._place(name)
        theirs, added = self._with_pictures(name, place)
        if normal_form(theirs) == normal_form(self.today[name]):
            return None
        shown = " ".join(markdown(theirs, self.text.targets).split())[:LONGEST]
        fix = f"write by hand what is right; Anki has: {shown or 'nothing'}"
        before = self._before(name)
        if before is None or normal_form(before) != normal_form(self.today[name]):
            why = (
                "was changed here and in Anki"
                if before is not None
                else "differs, and nothing tells who changed it"
            )
            self._say(place, "pull-conflict", f"{name} {why}; left as it is", fix, "error")
        elif edit := self.text.edit(name, self.today[name], theirs):
            self.edits.append(edit)
            self.media |= added
            self.counts["fields"] += 1
        else:
            self._say(
                place, "pull-unplaced", f"{name} cannot be written as Markdown here", fix, "error"
            )
        return None

    def _with_pictures(self, name: str, place: Span) -> tuple[str, dict[str, bytes]]:
        """The learner's HTML without media that no card can show, and the files of new pictures that it has."""
        html, known = self.theirs.fields[name], self.text.targets
        added, renamed = {}, {}
        for medium in dict.fromkeys(
            m for m in media_names(html) if m not in known and ":" not in m
        ):
            picture = self.pictures.placed(medium)
            renamed[medium] = picture.name if picture else ""
            if picture and picture.name not in known:
                self.text.names[picture.target], added[picture.path] = picture.name, picture.data
                fix = "say between its [ ] what it shows"
                self._say(
                    place, "pull-picture", f"{medium} was added to {name} in Anki", fix, "info"
                )
            elif not picture:
                fix = "put the file into media/ and write ![what it shows](media/…) here, if a card can show it"
                self._say(place, "pull-media", f"{medium} was added to {name} in Anki", fix)
        return with_media(html, renamed, self.text.targets), added

    def tags(self, deck: Deck, config: Config) -> None:
        """Compare the tags; without a base nothing tells who added one."""
        if self.base is None:
            return
        tags = CardTags(self.card, deck, config)
        edit = tags.edit(self.base.tags, self.theirs.tags, self.lines)
        self.edits += [edit] if edit else []
        self.counts["tags"] += tags.written
        for message, fix in tags.said:
            self._say(self.card.place("tags"), "pull-tag", message, fix, "info")

    def _place(self, name: str) -> Span:
        section = self.card.question if name == "Question" else self.card.section(name)
        return (
            Span(section.span.path, section.first_line, section.first_column)
            if section
            else self.card.span
        )

    def _say(
        self, span: Span, code: str, message: str, fix: str, severity: str = "warning"
    ) -> None:
        self.problems.append(Problem(span, code, message, severity, fix))
