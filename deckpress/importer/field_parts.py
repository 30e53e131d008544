"""Fields of a note type from elsewhere: which part of a card each holds, and which kind of card its
notes become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from deckpress.anki.note_types import StoredType
from deckpress.importer.labels import compiled, either
from deckpress.model import Problem
from deckpress.model.refused import problem

PARTS = (
    "question",
    "answer",
    "analogy",
    "application",
    "sources",
    "hint",
    "notes",
    "id",
    "tags",
    "ignore",
)
"""What a field can be; `ignore` leaves it out."""

_ROLES = {
    "question": ("question", "question-field"),
    "answer": ("answer", "answer-field"),
    "analogy": ("analogy",),
    "application": ("application", "example"),
    "sources": ("sources", "sources-field"),
    "hint": ("hint",),
    "notes": ("notes-field",),
    "tags": ("tags-field",),
}
"""Whose words in labels.toml name a field of each part, in the order in which they are tried."""

_IGNORED = re.compile(
    r"""(?:
        image\ occlusion.*                        # of the add-on that Anki's own note type replaced
      | header | footer | add\ reverse | extra[12]
      | sort(?:\ field|\ id)? | order | index     # what decides the order in the browser
      | nid | guid | uuid | audio\ id
    )\s*\d?""",
    re.IGNORECASE | re.VERBOSE,
)
"""Fields that hold nothing of a card."""


@compiled
def _named(*roles: str) -> re.Pattern[str]:
    """`Front`, `Answer 2`, `Vorderseite`."""
    return re.compile(rf"(?:{either(*roles)})\s*\d?", re.IGNORECASE)


OUR_FIELDS = ("id", "question", "answer", "analogy", "application", "sources", "hint", "notes")
"""What the fields of our own note types hold, in their order."""


def mapping(kind: StoredType, given: Mapping[str, str]) -> dict[str, str]:
    """Field name to part: what the options say, else the names, else the templates, else the order.

    An option names a field, or `note type/field`.
    """
    told = {name: given.get(f"{kind.name}/{name}") or given.get(name, "") for name in kind.fields}
    if kind.own:
        own = dict(zip(kind.fields, OUR_FIELDS, strict=False))
        return {name: told[name] or own.get(name, "ignore") for name in kind.fields}
    parts = _by_name(kind, told)
    fronts = kind.shows(0, 0)
    backs = [name for name in kind.shows(0, 1) if name not in fronts]
    _fill(parts, "question", [*fronts, *kind.fields])
    if not kind.cloze:  # its answer is the text with the gaps
        _fill(parts, "answer", [*backs, *kind.fields])
    return {name: part or "notes" for name, part in parts.items()}


def _by_name(kind: StoredType, told: Mapping[str, str]) -> dict[str, str]:
    """What options and names say; a field that is called a question and is on no front is none."""
    parts = {name: told[name] or part_of(name) for name in kind.fields}
    fronts = kind.shows(0, 0)
    if not fronts:
        return parts
    for name in kind.fields:
        if parts[name] == "question" and name not in fronts and not told[name]:
            parts[name] = ""
    return parts


def _fill(parts: dict[str, str], wanted: str, names: Iterable[str]) -> None:
    """If no field has a part that every card needs, the first of these that has none gets it."""
    if wanted in parts.values():
        return
    for name in names:
        if not parts[name]:
            parts[name] = wanted
            return


def part_of(name: str) -> str:
    """What a field's name says that it holds; empty if nothing."""
    name = name.strip()
    for part, roles in _ROLES.items():
        if _named(*roles).fullmatch(name):
            return part
    return "ignore" if _IGNORED.fullmatch(name) else ""


def card_type(kind: StoredType, parts: Mapping[str, str], cards: int = 2) -> str:
    """The type of card that a note becomes; `cards` is how many it has."""
    if kind.cloze:
        return "cloze"
    if kind.own and "Choices" in kind.fields:
        return "choice"
    if kind.typed:
        return "typed"
    return "reversed" if cards > 1 and _reversed(kind, parts) else "basic"


def _reversed(kind: StoredType, parts: Mapping[str, str]) -> bool:
    """Whether a second card asks for the question by the answer."""
    return len(kind.templates) == 2 and any(
        parts.get(name) == "answer" for name in kind.shows(1, 0)
    )


def said(used: Iterable[StoredType], given: Mapping[str, str], path: str) -> list[Problem]:
    """How the note types were understood, what of them cannot be taken over, and options that name
    no field."""
    used = list(used)
    problems = list[Problem]()
    for kind in used:
        problems += _understood(kind, given, path)
    fields = dict.fromkeys(chain.from_iterable(kind.fields for kind in used))
    full = chain.from_iterable((f"{kind.name}/{name}" for name in kind.fields) for kind in used)
    for name in sorted(given.keys() - {*fields, *full}):
        message = f"--map names no field: {name}"
        fix = f"its fields: {', '.join(fields) or 'none'}"
        problems.append(problem(path, 1, "unknown-field", message, fix, "warning"))
    return problems


def _understood(kind: StoredType, given: Mapping[str, str], path: str) -> Iterator[Problem]:
    """What the fields of a note type were taken for, and that only its first card is taken over."""
    parts = mapping(kind, given)
    how = ", ".join(f"{name} -> {part}" for name, part in parts.items())
    message = f"note type {kind.name!r} ({card_type(kind, parts)}): {how}"
    yield problem(path, 1, "field-mapping", message, "change it with --map 'Field=part'")
    more = len(kind.templates) - 1
    if not kind.cloze and more > _reversed(kind, parts):
        message = (
            f"note type {kind.name!r} makes {more + 1} cards of a note, "
            "of which only the first is taken over"
        )
        fix = "write the others as cards of their own"
        yield problem(path, 1, "other-cards", message, fix, "warning")
