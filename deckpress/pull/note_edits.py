"""One note: its edited fields and tags as changes to its card's lines, or as problems with a
place."""

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


class NoteEdits:
    """The edits of one note, collected."""

    def __init__(
        self,
        note: Note,
        theirs: Learned,
        bases: Bases,
        lines: Sequence[str],
        names: Mapping[str, str],
        pictures: Pictures,
    ) -> None:
        self.edits: list[Edit] = []
        self.media: dict[str, bytes] = {}
        """Files to add, by their path relative to the root."""
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.card, self._theirs = note.card, theirs
        self._bases, self._base = bases, bases.of(theirs)
        self._before = dict(self._base.fields) if self._base else {}
        self._today = dict(zip(fields(note.card.kind), note.fields, strict=True))
        self._lines, self._pictures = lines, pictures
        self._text = CardText(
            note.card.span.path,
            lines,
            note.card,
            names,
        )

    def compare_fields(self) -> None:
        """Take the edits of all fields that both sides have."""
        theirs = self._theirs.fields
        if "Question" not in theirs:
            message = "Anki has this card as another note type"
            self._report(
                self.card.span,
                "pull-note-type",
                message,
                "change it by hand",
            )
            return
        edited = [name for name in self._today if name in theirs and self._is_edited(name)]
        for name in edited:
            # An edited list of options changes what derives from it, too.
            derived = name in DERIVED and "Answer" in edited
            if name in SECTIONS:
                self._compare(name)
            elif self._base and not derived:
                message = f"{name} was edited in Anki"
                self._report(
                    self.card.span,
                    "pull-unplaced",
                    message,
                    "edit the card by hand",
                )

    def compare_tags(self, deck: Deck, config: Config) -> None:
        """Take the edits of tags; without a base nothing tells who added one."""
        if self._base is None:
            return
        tags = CardTags(self.card, deck, config)
        edit = tags.edit(self._base.tags, self._theirs.tags, self._lines)
        if edit:
            self.edits.append(edit)
        self.counts["tags"] += tags.written
        for message, fix in tags.not_written:
            self._report(
                self.card.place("tags"),
                "pull-tag",
                message,
                fix,
                "info",
            )

    def _is_edited(self, name: str) -> bool:
        """Whether a learner wrote something that neither the deck has now nor the note had
        before."""
        theirs = self._theirs.fields[name]
        known = [self._today[name]]
        if name in self._before:
            known.append(self._before[name])
        if theirs in known:
            return False
        if normal_form(theirs) in map(normal_form, known):
            return False
        return not self._bases.was(self._theirs.guid, name, theirs)

    def _compare(self, name: str) -> None:
        """Turn an edited field into an edit of its lines, or say why that cannot be."""
        place = self._place(name)
        if len(self._theirs.fields[name]) > LARGEST:
            message = f"{name} has more than {LARGEST:,} characters in Anki"
            self._report(
                place,
                "pull-unplaced",
                message,
                "write by hand what is right",
                "error",
            )
            return
        today = self._today[name]
        theirs, added = self._with_pictures(name, place)
        if normal_form(theirs) == normal_form(today):  # it differed in media that no card shows
            return
        shown = " ".join(markdown(theirs, self._text.targets).split())[:LONGEST]
        fix = f"write by hand what is right; Anki has: {shown or 'nothing'}"
        conflict = self._conflict(name)
        edit = None if conflict else self._text.edit(name, today, theirs)
        if conflict:
            self._report(
                place,
                "pull-conflict",
                f"{name} {conflict}; left as it is",
                fix,
                "error",
            )
        elif edit:
            self.edits.append(edit)
            self.media |= added
            self.counts["fields"] += 1
        else:
            message = f"{name} cannot be written as Markdown here"
            self._report(
                place,
                "pull-unplaced",
                message,
                fix,
                "error",
            )

    def _conflict(self, name: str) -> str:
        """Why an edit must not replace what the deck says now; empty if it may."""
        if name not in self._before:
            return "differs, and nothing tells who changed it"
        if normal_form(self._before[name]) != normal_form(self._today[name]):
            return "was changed here and in Anki"
        return ""

    def _with_pictures(self, name: str, place: Span) -> tuple[str, dict[str, bytes]]:
        """The learner's HTML without media that no card can show, and the files of new pictures
        that it has."""
        html, known = self._theirs.fields[name], self._text.targets
        added, renamed = dict[str, bytes](), dict[str, str]()
        for medium in dict.fromkeys(media_names(html)):
            if medium in known or ":" in medium:  # the deck's own, or an address of the web
                continue
            picture = self._pictures.placed(medium)
            renamed[medium] = picture.name if picture else ""
            message = f"{medium} was added to {name} in Anki"
            if not picture:
                self._report(
                    place,
                    "pull-media",
                    message,
                    _BY_HAND,
                )
            elif picture.name not in known:
                self._text.names[picture.target] = picture.name
                added[picture.path] = picture.data
                fix = "say between its [ ] what it shows"
                self._report(
                    place,
                    "pull-picture",
                    message,
                    fix,
                    "info",
                )
        return with_media(html, renamed, self._text.targets), added

    def _place(self, name: str) -> Span:
        """Where a field is written; of one that is not, the card."""
        section = self.card.question if name == "Question" else self.card.section(name)
        if not section:
            return self.card.span
        return Span(section.span.path, section.first_line, section.first_column)

    def _report(
        self,
        span: Span,
        code: str,
        message: str,
        fix: str,
        severity: str = "warning",
    ) -> None:
        self.problems.append(
            Problem(
                span,
                code,
                message,
                severity,
                fix,
            )
        )


_BY_HAND = (
    "put the file into media/ and write ![what it shows](media/…) here, if a card can show it"
)
