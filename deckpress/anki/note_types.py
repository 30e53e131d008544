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
        shown = []
        for filters, name in _SHOWN.findall(self.templates[template][side]):
            if "type:" not in filters and name.strip() in self.fields:
                shown.append(name.strip())
        return shown

    def cards(self, values: Sequence[str]) -> int:
        """How many cards Anki makes of a note, as far as a first `{{#Field}}` of a front tells."""
        filled = {
            name
            for name, value in zip(
                self.fields,
                values,
                strict=False,
            )
            if value.strip()
        }
        conditions = [_CONDITION.match(front) for front, _ in self.templates]
        return sum(condition is None or condition[1].strip() in filled for condition in conditions)


def named(
    name: str,
    width: int,
    own: bool = False,
) -> StoredType:
    """A note type of `width` fields of which a table tells only the name.

    Anki's own types and ours (`own`) have known fields.
    """
    lower = name.lower()
    if own:
        fields = identity.fields(_own_kind(lower, width))
        return with_templates(StoredType(name or "table", fields), 1)
    stock = next((fields for start, fields in _STOCK if lower.startswith(start)), ())
    more = [f"Field {number}" for number in range(len(stock) + 1, width + 1)]
    return with_templates(StoredType(name or "table", (*stock, *more)))


def _own_kind(name: str, width: int) -> str:
    """Our kind of card that a note type is for: `deep learning (cloze)` says it, else its width."""
    for kind in identity.TEMPLATES:
        if f"({kind})" in name:
            return kind
    fitting = (kind for kind in identity.TEMPLATES if len(identity.fields(kind)) == width)
    return next(fitting, "basic")


def with_templates(stored: StoredType, at: int = 0) -> StoredType:
    """The same with the templates that its name promises; field `at` is the question.

    `Basic (and reversed card)` has two, `Basic (type in the answer)` asks with `{{type:Back}}`.
    """
    name = stored.name.lower()
    shown = [f"{{{{{field}}}}}" for field in stored.fields[at : at + 2]]
    front, back = (*shown, "", "")[:2]
    asked = f"{front}{{{{type:{back[2:]}" if "(type" in name else front
    templates = [(asked, back)]
    if "reversed" in name:
        optional = "optional" in name and len(stored.fields) > 2
        condition = f"{{{{#{stored.fields[2]}}}}}" if optional else ""
        templates.append((f"{condition}{back}", front))
    return replace(
        stored,
        templates=tuple(templates),
        cloze="cloze" in name,
    )
