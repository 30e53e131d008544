"""One card's Markdown: where a changed field goes, and whether what was written says what the learner wrote."""

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

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*\S")


class CardText:
    """A card in its page."""

    def __init__(
        self, path: str, lines: Sequence[str], card: Card, names: Mapping[str, str]
    ) -> None:
        self.path, self.card = path, card
        self.names = dict(names)
        """Targets as written to names in the collection."""
        self.lines = lines
        self.rows = list(lines[card.span.line - 1 : card.last_line])
        self.definitions = [line for line in lines if _DEFINITION.match(line)]
        self.before = self._values(()) or {}

    @property
    def targets(self) -> dict[str, str]:
        """Names in the collection to targets as written."""
        return {name: target for target, name in sorted(self.names.items(), reverse=True)}

    def edit(self, name: str, today: str, theirs: str) -> Edit | None:
        """The change that makes the field `name` say `theirs` and leaves all others as they are; None if none does."""
        for text in dict.fromkeys(self._texts(name, today, theirs)):
            edit = self._placed(name, text.strip("\n"))
            if edit and self._says(edit, name, theirs):
                return edit
        return None

    def _texts(self, name: str, today: str, theirs: str) -> Iterator[str]:
        """What could stand in the section, the smallest change first."""
        section = self.card.question if name == "Question" else self.card.section(name)
        targets = self.targets
        ways = [[markdown(html, targets, mode) for html in (today, theirs)] for mode in MODES]
        if section:
            yield from (
                way(section.source, *texts) for way in (merged, merged_blocks) for texts in ways
            )
        yield from (after for _, after in ways)

    def _says(self, edit: Edit, name: str, theirs: str) -> bool:
        found = self._values((edit,))
        if found is None:
            return False
        wanted = self.before | {name: theirs}
        same = ("Choices",) if name == "Answer" else ()
        return all(
            normal_form(found.get(n, "")) == normal_form(wanted.get(n, ""))
            for n in {*found, *wanted} - {*same}
        )

    def _values(self, edits: Sequence[Edit]) -> dict[str, str] | None:
        """The card's fields after some edits; None if it is no longer one card with the same settings."""
        rows = replaced(self.rows, edits, self.card.span.line)
        page = canonical.parse("\n".join([*rows, "", *self.definitions]), self.path, "")
        if len(page.cards) != 1 or page.cards[0].id != self.card.id or page.faults:
            return None
        sections = [section.name for section in page.cards[0].sections]
        known = {*SECTIONS, *(section.name for section in self.card.sections)}
        if len({*sections}) < len(sections) or not {*sections} <= known:
            return None
        return fields.values(page.cards[0], self.names)

    # --- where it goes ---

    def _placed(self, name: str, text: str) -> Edit | None:
        section = self.card.section(name)
        if section is None and name == "Question":
            return self._fronted(text) if "\n" in text else self._titled(text)
        if section is None:
            return self._added(name, text)
        if text:
            return Edit(section.first_line, _last(section), tuple(text.split("\n")))
        return None if name in ("Question", "Answer") else self._removed(section)

    def _titled(self, text: str) -> Edit | None:
        title = self.card.title
        line = self.lines[title.span.line - 1]
        if not text or "\n" in text or title.source not in line:
            return None
        return Edit(title.span.line, title.span.line, (line.replace(title.source, text, 1),))

    def _fronted(self, text: str) -> Edit | None:
        """A question that no heading can hold, in a section before the answer."""
        answer = self.card.answer
        if answer is None:
            return None
        labelled = self.lines[answer.span.line - 1].startswith("###")
        row = answer.span.line if labelled else answer.first_line
        after = ("",) if labelled else ("", "### Answer")
        return Edit(row, row - 1, ("### Question", *text.split("\n"), *after))

    def _added(self, name: str, text: str) -> Edit | None:
        rank = SECTIONS.index(name)
        above = [
            s for s in self.card.sections if s.name in SECTIONS and SECTIONS.index(s.name) < rank
        ]
        if not above or not text:
            return None
        row = max(map(_last, above)) + 1
        return Edit(row, row - 1, ("", f"### {name}", *text.split("\n")))

    def _removed(self, section: Section) -> Edit:
        first = section.span.line
        blank = first > 1 and not self.lines[first - 2].strip()
        return Edit(first - blank, _last(section), ())


def _last(section: Section) -> int:
    return section.first_line + section.source.count("\n") - (not section.source)
