"""Notes of a package or a table -> cards: which field is what, HTML to Markdown, media, cloze."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deckpress.model import Problem
from deckpress.sources.foreign import html, words
from deckpress.sources.foreign.found import UNANSWERED, Found, problem

PARTS = ("question", "answer", "analogy", "application", "sources", "hint", "notes", "id", "tags", "ignore")
"""What a field can be; `ignore` leaves it out."""

LARGEST_FIELD = 1_000_000
"""Characters; a longer field is an accident or an attack."""

_NAMES = {
    "question": (
        rf"front|question|q|prompt|term|word|expression|text|title|vorderseite|anverso|frente|recto|лицевая|"
        rf"перед|表面|正面|앞면|{words.QUESTION_NAMES}"
    ),
    "answer": (
        rf"back|answer|a|definition|meaning|response|translation|rückseite|reverso|verso|dorso|оборот|裏面|背面|"
        rf"뒷면|{words.ANSWER_NAMES}"
    ),
    "analogy": words.PARTS["analogy"],
    "application": words.PARTS["application"],
    "sources": words.PARTS["sources"] + "|citation|link|url|literature",
    "hint": words.PARTS["hint"],
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
_IMAGE = re.compile(r"(!\[[^\]]*\]\()(?!\w+:|media/|/)([^)\s]+)\)")
_CLOZE = re.compile(r"\{\{c\d+::")


@dataclass(frozen=True, slots=True)
class Kind:
    """A note type."""

    name: str
    fields: tuple[str, ...]
    cloze: bool = False
    templates: int = 1
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A note as it was stored."""

    kind: Kind
    values: tuple[str, ...]
    """In the order of the kind's fields; HTML."""
    line: int
    deck: str = ""
    tags: tuple[str, ...] = ()
    guid: str = ""


def mapping(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """Field name to part: what the options say, else what the names say, else first = question, second = answer."""
    own = "id" if kind.fields[:1] == ("ID",) and "Question" in kind.fields else ""
    parts: dict[str, str] = {}
    for name in kind.fields:
        guess = next((part for part, pattern in _PATTERNS.items() if pattern.fullmatch(name.strip())), "")
        parts[name] = given.get(name) or ("id" if name == "ID" and own else guess)
    if own:
        parts |= {name: "ignore" for name in ("Topics", "Extra1", "Extra2", "Choices") if name in parts}
    for wanted in ("question", "answer"):
        if wanted not in parts.values() and not (kind.cloze and wanted == "answer"):
            free = next((name for name in kind.fields if not parts[name]), "")
            parts |= {free: wanted} if free else {}
    return {name: part or "notes" for name, part in parts.items()}


def shown(kind: Kind, parts: Mapping[str, str], path: str) -> Problem:
    """How a note type was understood, for the report."""
    said = ", ".join(f"{name} -> {part}" for name, part in parts.items())
    message = f"note type {kind.name!r} ({_kind(kind)}): {said}"
    return problem(path, 1, "field-mapping", message, "change it with --map 'Field=part'")


def _kind(kind: Kind) -> str:
    if kind.cloze:
        return "cloze"
    if "Choices" in kind.fields and "ID" in kind.fields:
        return "choice"
    if kind.typed:
        return "typed"
    return "reversed" if kind.templates == 2 else "basic"


def card(row: Row, parts: Mapping[str, str], path: str, markup: bool = True) -> Found:
    """The card of a note; `markup` says that the fields hold HTML."""
    texts: dict[str, list[str]] = {part: [] for part in PARTS}
    for name, value in zip(row.kind.fields, row.values, strict=False):
        text = _markdown(value) if markup else value.strip()
        part = parts.get(name, "notes")
        if text:
            unnamed = part != "notes" or name.lower() in ("notes", "extra", "back extra")
            texts[part].append(text if unnamed else f"**{name}:** {text}")
    joined = {part: "\n\n".join(found) for part, found in texts.items()}
    if "\n" not in joined["question"]:
        joined["question"] = re.sub(r"^#+\s+", "", joined["question"])
    tags = tuple(sorted({*row.tags, *joined["tags"].replace(",", " ").split()}))
    kind = _kind(row.kind)
    if _CLOZE.search(joined["question"]):
        kind = "cloze"
    found = Found(
        joined["question"],
        joined["answer"],
        row.line,
        "notes",
        joined["analogy"],
        joined["application"],
        joined["sources"],
        joined["hint"],
        joined["notes"],
        topics=_topics(row.deck),
        tags=tags,
        kind=kind,
        id=joined["id"],
        guid=row.guid,
    )
    return _as_cloze(found) if kind == "cloze" and _CLOZE.search(found.question) else _checked(found, path)


def _markdown(value: str) -> str:
    text = html.to_markdown(value)
    return _IMAGE.sub(lambda m: f"{m[1]}media/{m[2]})", text) if "![" in text else text


def _topics(deck: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("::|\x1f", deck) if part.strip() and part.strip() != "Default")


def _as_cloze(found: Found) -> Found:
    """A cloze card's text is its answer; its heading names it."""
    plain = re.sub(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", "…", found.question)
    title = " ".join(re.sub(r"[*_`#]|!?\[[^\]]*\]\([^)]*\)", "", plain).split())
    return replace(
        found,
        question=_shortened(title),
        answer=found.question,
        notes="\n\n".join(t for t in (found.answer, found.notes) if t),
    )


def _shortened(title: str, longest: int = 90) -> str:
    return title if len(title) <= longest else f"{title[:longest].rsplit(' ', 1)[0]} …"


def _checked(found: Found, path: str) -> Found:
    if found.answer:
        return found
    fault = problem(path, found.line, "no-answer", "a note without an answer", UNANSWERED)
    return replace(found, draft=True, problems=(fault,))


def too_large(values: Sequence[str]) -> bool:
    """Whether a field is beyond all reason."""
    return any(len(value) > LARGEST_FIELD for value in values)


def names_a_part(name: str) -> bool:
    """Whether a column's name says what it holds."""
    return any(pattern.fullmatch(name.strip()) for pattern in _PATTERNS.values())


def named_kind(name: str, kind: Kind) -> Kind:
    """A table's kind for a row whose note type is named: Anki's own names say how its cards are made."""
    if "reversed" in name.lower():
        return replace(kind, templates=2)
    return replace(kind, typed=True) if "type in the answer" in name.lower() else kind
