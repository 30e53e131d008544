"""Note types as a package or a table has them: fields, card templates, and what those show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckpress.deck import identity

_USED = re.compile(r"\{\{(?![#^/!])((?:[^{}:]*:)*)([^{}:]+)\}\}")
_NEEDS = re.compile(r"\s*\{\{#([^{}]+)\}\}")
_STOCK = (
    ("basic (optional", ("Front", "Back", "Add Reverse")),
    ("basic", ("Front", "Back")),
    ("cloze", ("Text", "Back Extra")),
)
"""The fields of Anki's own note types, by how their names begin; the longest first."""


@dataclass(frozen=True, slots=True)
class Kind:
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
        """The fields on the front (0) or back (1) of a card; a field to be typed is not on the front."""
        if template >= len(self.templates):
            return []
        used = _USED.findall(self.templates[template][side])
        return [
            name.strip() for how, name in used if "type:" not in how and name.strip() in self.fields
        ]

    def cards(self, values: Sequence[str]) -> int:
        """How many cards Anki makes of a note, as far as a first `{{#Field}}` of each front tells."""
        filled = {name for name, value in zip(self.fields, values, strict=False) if value.strip()}
        needed = (_NEEDS.match(front) for front, _ in self.templates)
        return sum(1 for need in needed if need is None or need[1].strip() in filled)


def named(name: str, width: int, own: bool = False) -> Kind:
    """A note type of `width` fields of which a table tells only the name: Anki's own types and ours have known ones."""
    lower = name.lower()
    if own:
        made = next(
            (kind for kind in identity.TEMPLATES if f"({kind})" in lower),
            "choice" if width == 12 else "basic",
        )
        fields, at = identity.fields(made), 1
    else:
        stock = next((fields for words, fields in _STOCK if lower.startswith(words)), ())
        fields, at = (*stock, *(f"Field {i + 1}" for i in range(len(stock), width))), 0
    return with_templates(Kind(name or "table", fields), at)


def with_templates(kind: Kind, at: int = 0) -> Kind:
    """A kind with the templates that its name promises; field `at` is the question."""
    lower = kind.name.lower()
    front, back = (f"{{{{{name}}}}}" for name in (*kind.fields[at : at + 2], "", "")[:2])
    asked = f"{front}{{{{type:{back[2:]}" if "(type" in lower else front
    extra = f"{{{{#{kind.fields[2]}}}}}" if "optional" in lower and len(kind.fields) > 2 else ""
    both = ((asked, back), (f"{extra}{back}", front))
    return replace(
        kind, templates=both if "reversed" in lower else both[:1], cloze="cloze" in lower
    )
