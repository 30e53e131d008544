"""Note types as a package or a table has them: fields, card templates, and what those show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckpress.deck import identity

_SHOWN = re.compile(r"\{\{(?![#^/!])((?:[^{}:]*:)*)([^{}:]+)\}\}")
"""`{{type:cloze:Text}}`: filters, which end with a colon, and a field."""

_CONDITION = re.compile(r"\s*\{\{#([^{}]+)\}\}")
"""`{{#Add Reverse}}` at the start of a template: no card without that field."""

_STOCK = (
    ("basic (optional", ("Front", "Back", "Add Reverse")),
    ("basic", ("Front", "Back")),
    ("cloze", ("Text", "Back Extra")),
)
"""The fields of Anki's own note types, by how their names begin; the longest first."""


@dataclass(frozen=True, slots=True)
class StoredType:
    """A note type."""

    name: str
    fields: tuple[str, ...]
    cloze: bool = False
    templates: tuple[tuple[str, str], ...] = ()
    """Front and back of each card, as Anki's templates; empty if the source does not tell."""
    css: str = ""

    @property
    def own(self) -> bool:
        """Whether deckpress made it."""
        return self.fields[: len(identity.FIELDS)] == identity.FIELDS

    @property
    def typed(self) -> bool:
        """Whether the answer is to be typed."""
        return any("{{type:" in front for front, _ in self.templates)

    def shows(self, template: int, side: int) -> list[str]:
        """The fields on the front (0) or back (1) of a card.

        A field to be typed is not on the front.
        """
        if template >= len(self.templates):
            return []
        html = self.templates[template][side]
        shown = []
        for filters, padded in _SHOWN.findall(html):
            name = padded.strip()
            if "type:" not in filters and name in self.fields:
                shown.append(name)
        return shown

    def cards(self, values: Sequence[str]) -> int:
        """How many cards Anki makes of a note, as far as a first `{{#Field}}` of a front tells."""
        fields = zip(self.fields, values, strict=False)
        filled = {name for name, value in fields if value.strip()}
        count = 0
        for front, _ in self.templates:
            condition = _CONDITION.match(front)
            if condition is None or condition[1].strip() in filled:
                count += 1
        return count


def named(
    name: str,
    width: int,
    own: bool = False,
) -> StoredType:
    """A note type of `width` fields of which a table tells only the name.

    Anki's own types and ours (`own`) have known fields.
    """
    lower = name.lower()
    shown = name or "table"
    if own:
        kind = _own_kind(lower, width)
        return with_templates(StoredType(shown, identity.fields(kind)), 1)
    fields = _stock_fields(lower)
    while len(fields) < width:
        fields.append(f"Field {len(fields) + 1}")
    return with_templates(StoredType(shown, tuple(fields)))


def _stock_fields(name: str) -> list[str]:
    for start, fields in _STOCK:
        if name.startswith(start):
            return list(fields)
    return []


def _own_kind(name: str, width: int) -> str:
    """Our kind of card that a note type is for: `deep learning (cloze)` says it, else its width."""
    for kind in identity.TEMPLATES:
        if f"({kind})" in name:
            return kind
    for kind in identity.TEMPLATES:
        if len(identity.fields(kind)) == width:
            return kind
    return "basic"


def with_templates(stored: StoredType, at: int = 0) -> StoredType:
    """The same with the templates that its name promises; field `at` is the question.

    `Basic (and reversed card)` has two, `Basic (type in the answer)` asks with `{{type:Back}}`.
    """
    name = stored.name.lower()
    shown = [f"{{{{{field}}}}}" for field in stored.fields[at : at + 2]]
    front, back = (*shown, "", "")[:2]
    asked = front
    if "(type" in name:
        asked += f"{{{{type:{back[2:]}"
    templates = [(asked, back)]
    if "reversed" in name:
        condition = ""
        if "optional" in name and len(stored.fields) > 2:
            condition = f"{{{{#{stored.fields[2]}}}}}"
        templates.append((condition + back, front))
    return replace(stored, templates=tuple(templates), cloze="cloze" in name)
