"""Note types: what each of their fields holds, and which type of card their notes become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from deckpress import identity
from deckpress.model import Problem
from deckpress.sources.foreign import vocabulary
from deckpress.sources.foreign.found import problem

PARTS = ("question", "answer", "analogy", "application", "sources", "hint", "notes", "id", "tags", "ignore")
"""What a field can be; `ignore` leaves it out."""

_NAMES = {
    "question": (
        rf"front|question|q|prompt|term|word|expression|text|title|vorderseite|anverso|frente|recto|лицевая|"
        rf"перед|表面|正面|앞면|{vocabulary.QUESTION_NAMES}"
    ),
    "answer": (
        rf"back|answer|a|definition|meaning|response|translation|rückseite|reverso|verso|dorso|оборот|裏面|背面|"
        rf"뒷면|{vocabulary.ANSWER_NAMES}"
    ),
    "analogy": vocabulary.PARTS["analogy"],
    "application": vocabulary.PARTS["application"],
    "sources": vocabulary.PARTS["sources"] + "|citation|link|url|literature",
    "hint": vocabulary.PARTS["hint"],
    "notes": (
        r"notes?|extra|back extra|additional info(?:rmation)?|comments?|remarks?|details|more|explanation|"
        r"context"
    ),
    "tags": r"tags?|topics?",
    "ignore": (
        r"image occlusion.*|header|footer|add reverse|extra[12]|sort(?: field| id)?|order|index|nid|guid|"
        r"audio id|uuid"
    ),
}
_PATTERNS = {part: re.compile(rf"(?:{names})\s*\d?", re.IGNORECASE) for part, names in _NAMES.items()}
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
        return [name.strip() for how, name in used if "type:" not in how and name.strip() in self.fields]

    def cards(self, values: Sequence[str]) -> int:
        """How many cards Anki makes of a note, as far as a first `{{#Field}}` of each front tells."""
        filled = {name for name, value in zip(self.fields, values, strict=False) if value.strip()}
        needed = (_NEEDS.match(front) for front, _ in self.templates)
        return sum(1 for need in needed if need is None or need[1].strip() in filled)


def named(name: str, width: int, own: bool = False) -> Kind:
    """A note type of `width` fields of which a table tells only the name: Anki's own types and ours have known ones."""
    lower = name.lower()
    if own:
        made = next((kind for kind in identity.TEMPLATES if f"({kind})" in lower), "choice" if width == 12 else "basic")
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
    return replace(kind, templates=both if "reversed" in lower else both[:1], cloze="cloze" in lower)


def mapping(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """Field name to part: what the options say, else the names, else the templates, else the order.

    An option names a field, or `note type/field`.
    """
    told = {name: given.get(f"{kind.name}/{name}") or given.get(name, "") for name in kind.fields}
    if kind.own:
        ours = ("id", "question", "answer", "analogy", "application", "sources", "hint", "notes")
        own = dict(zip(kind.fields, ours, strict=False))
        return {name: told[name] or own.get(name, "ignore") for name in kind.fields}
    parts = {name: told[name] or part_of(name) for name in kind.fields}
    fronts = kind.shows(0, 0)
    for name in kind.fields:
        if parts[name] == "question" and fronts and name not in fronts and not told[name]:
            parts[name] = ""
    backs = [name for name in kind.shows(0, 1) if name not in fronts]
    for wanted, shown in (("question", fronts), ("answer", backs)):
        if wanted not in parts.values() and not (kind.cloze and wanted == "answer"):
            free = [name for name in (*shown, *kind.fields) if not parts[name]]
            parts |= {name: wanted for name in free[:1]}
    return {name: part or "notes" for name, part in parts.items()}


def part_of(name: str) -> str:
    """What a field's name says that it holds; empty if nothing."""
    return next((part for part, pattern in _PATTERNS.items() if pattern.fullmatch(name.strip())), "")


def card_type(kind: Kind, parts: Mapping[str, str], cards: int = 2) -> str:
    """The type of card that a note becomes; `cards` is how many it has."""
    if kind.cloze:
        return "cloze"
    if kind.own and "Choices" in kind.fields:
        return "choice"
    if kind.typed:
        return "typed"
    return "reversed" if cards > 1 and _reversed(kind, parts) else "basic"


def _reversed(kind: Kind, parts: Mapping[str, str]) -> bool:
    """Whether a second card asks for the question by the answer."""
    return len(kind.templates) == 2 and any(parts.get(name) == "answer" for name in kind.shows(1, 0))


def said(used: Iterable[Kind], given: Mapping[str, str], path: str) -> list[Problem]:
    """How the note types were understood, what of them cannot be taken over, and options that name no field."""
    used = list(used)
    out = []
    for kind in used:
        parts = mapping(kind, given)
        how = ", ".join(f"{name} -> {part}" for name, part in parts.items())
        message = f"note type {kind.name!r} ({card_type(kind, parts)}): {how}"
        out.append(problem(path, 1, "field-mapping", message, "change it with --map 'Field=part'"))
        more = len(kind.templates) - 1
        if not kind.cloze and more > _reversed(kind, parts):
            message = f"note type {kind.name!r} makes {more + 1} cards of a note, of which only the first is taken over"
            out.append(problem(path, 1, "other-cards", message, "write the others as cards of their own", "warning"))
    known = {name for kind in used for field in kind.fields for name in (field, f"{kind.name}/{field}")}
    for name in sorted(given.keys() - known):
        fields = ", ".join(dict.fromkeys(field for kind in used for field in kind.fields)) or "none"
        out.append(
            problem(path, 1, "unknown-field", f"--map names no field: {name}", f"its fields: {fields}", "warning")
        )
    return out
