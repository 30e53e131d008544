"""Fields of a note type from elsewhere: which part of a card each holds, and which kind of card its notes become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from deckpress.anki.note_types import StoredType
from deckpress.importer.reading import vocabulary
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
_PATTERNS = {
    part: re.compile(rf"(?:{names})\s*\d?", re.IGNORECASE) for part, names in _NAMES.items()
}


def mapping(kind: StoredType, given: Mapping[str, str]) -> dict[str, str]:
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
    return next(
        (part for part, pattern in _PATTERNS.items() if pattern.fullmatch(name.strip())), ""
    )


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
            out.append(
                problem(
                    path,
                    1,
                    "other-cards",
                    message,
                    "write the others as cards of their own",
                    "warning",
                )
            )
    known = {
        name for kind in used for field in kind.fields for name in (field, f"{kind.name}/{field}")
    }
    for name in sorted(given.keys() - known):
        fields = ", ".join(dict.fromkeys(field for kind in used for field in kind.fields)) or "none"
        out.append(
            problem(
                path,
                1,
                "unknown-field",
                f"--map names no field: {name}",
                f"its fields: {fields}",
                "warning",
            )
        )
    return out
