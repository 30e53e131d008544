"""One card's Markdown: where a changed field goes, and whether what was written says what the
learner wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from deckpress.anki.converter import MODES
from deckpress.anki.normal_form import normal_form
from deckpress.anki.to_markdown import markdown
from deckpress.kinds import fields
from deckpress.model import SECTIONS, Card, Section
from deckpress.pull.line_edits import Edit, replaced
from deckpress.pull.merge import merged, merged_blocks
from deckpress.sources import canonical

# "[1]: https://example.org": links of the card may need it, wherever in the page it stands.
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*\S")


class CardText:
    """A card in its page."""

    def __init__(
        self,
        path: str,
        lines: Sequence[str],
        card: Card,
        names: Mapping[str, str],
    ) -> None:
        self.names = dict(names)
        """Targets as written to names in the collection."""
        self._path = path
        self._card = card
        self._page_lines = lines
        self._card_lines = list(lines[card.span.line - 1 : card.last_line])
        self._definitions = [line for line in lines if _DEFINITION.match(line)]
        self._before = self._values(()) or {}

    @property
    def targets(self) -> dict[str, str]:
        """Names in the collection to targets as written."""
        targets = dict[str, str]()
        for target in sorted(self.names):
            # Of two targets for one file, the first in the order of the alphabet.
            targets.setdefault(self.names[target], target)
        return targets

    def edit(
        self,
        name: str,
        today: str,
        theirs: str,
    ) -> Edit | None:
        """The change that makes the field `name` say `theirs` and leaves all others as they are;
        None if none does."""
        for text in dict.fromkeys(
            self._texts(
                name,
                today,
                theirs,
            )
        ):
            edit = self._placed(name, text.strip("\n"))
            if edit and self._says(
                edit,
                name,
                theirs,
            ):
                return edit
        return None

    def _texts(
        self,
        name: str,
        today: str,
        theirs: str,
    ) -> Iterator[str]:
        """What could stand in the section, the smallest change first."""
        section = self._card.question if name == "Question" else self._card.section(name)
        targets = self.targets
        befores = [
            markdown(
                today,
                targets,
                mode,
            )
            for mode in MODES
        ]
        afters = [
            markdown(
                theirs,
                targets,
                mode,
            )
            for mode in MODES
        ]
        if section:
            for merge in (merged, merged_blocks):
                for before, after in zip(
                    befores,
                    afters,
                    strict=True,
                ):
                    yield merge(
                        section.source,
                        before,
                        after,
                    )
        yield from afters

    def _says(
        self,
        edit: Edit,
        name: str,
        theirs: str,
    ) -> bool:
        """Whether the card, read again, says what the learner wrote, and all else as before."""
        after = self._values((edit,))
        if after is None:
            return False
        wanted = self._before | {name: theirs}
        names = {*after, *wanted}
        if name == "Answer":
            names.discard("Choices")  # which are taken from it
        for field in names:
            ours = normal_form(after.get(field, ""))
            if ours != normal_form(wanted.get(field, "")):
                return False
        return True

    def _values(self, edits: Sequence[Edit]) -> dict[str, str] | None:
        """The card's fields after some edits; None if it is no longer one card with the same
        settings."""
        lines = replaced(
            self._card_lines,
            edits,
            self._card.span.line,
        )
        lines += ["", *self._definitions]
        page = canonical.parse(
            "\n".join(lines),
            self._path,
            "",
        )
        ids = [card.id for card in page.cards]
        if page.faults or ids != [self._card.id]:
            return None
        (card,) = page.cards
        sections = [section.name for section in card.sections]
        known = {*SECTIONS, *(section.name for section in self._card.sections)}
        # A `### Word` in a learner's text would begin a section that nobody meant.
        if len({*sections}) < len(sections) or not known.issuperset(sections):
            return None
        return fields.values(card, self.names)

    # --- where it goes ---

    def _placed(self, name: str, text: str) -> Edit | None:
        """The lines that the field's new text takes the place of."""
        section = self._card.section(name)
        if section is not None:
            return self._rewritten(section, text)
        if name != "Question":
            return self._added(name, text)
        return self._fronted(text) if "\n" in text else self._titled(text)

    def _rewritten(self, section: Section, text: str) -> Edit | None:
        if text:
            return Edit(
                section.first_line,
                _last(section),
                tuple(text.split("\n")),
            )
        if section.name in ("Question", "Answer"):  # without which there is no card
            return None
        # With the blank line above its heading.
        first = section.span.line
        blank = first > 1 and not self._page_lines[first - 2].strip()
        return Edit(
            first - blank,
            _last(section),
            (),
        )

    def _titled(self, text: str) -> Edit | None:
        """A question that is the text of the heading: `## What?`."""
        title = self._card.title
        row = title.span.line
        line = self._page_lines[row - 1]
        if not text or title.source not in line:
            return None
        return Edit(
            row,
            row,
            (
                line.replace(
                    title.source,
                    text,
                    1,
                ),
            ),
        )

    def _fronted(self, text: str) -> Edit | None:
        """A question that no heading can hold, in a section before the answer."""
        answer = self._card.answer
        if answer is None:
            return None
        lines = ["### Question", *text.split("\n"), ""]
        row = answer.span.line
        if not self._page_lines[row - 1].startswith("###"):
            # The answer stands right below the heading: it needs a label now.
            row = answer.first_line
            lines.append("### Answer")
        return Edit(
            row,
            row - 1,
            tuple(lines),
        )

    def _added(self, name: str, text: str) -> Edit | None:
        """A new section, behind those that come before it in the order of all."""
        before = SECTIONS[: SECTIONS.index(name)]
        above = [section for section in self._card.sections if section.name in before]
        if not above or not text:
            return None
        row = max(map(_last, above)) + 1
        return Edit(
            row,
            row - 1,
            ("", f"### {name}", *text.split("\n")),
        )


def _last(section: Section) -> int:
    """The last line of a section; of an empty one, that above its first."""
    if not section.source:
        return section.first_line - 1
    return section.first_line + section.source.count("\n")
