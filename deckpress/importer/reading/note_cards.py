"""Notes of a package or a table -> cards: HTML to Markdown, media, cloze."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from deckpress.anki import field_media, html_to_markdown, to_markdown
from deckpress.anki.note_types import StoredType
from deckpress.deck import allowed_names
from deckpress.importer.field_parts import PARTS, card_type
from deckpress.importer.harvest import UNANSWERED, Found
from deckpress.model.refused import problem

LARGEST_FIELD = 200_000
"""Characters; a longer field is an accident or an attack."""

LONGEST_TITLE = 90
"""Characters of the heading of a cloze."""

# "{{c1::this::hint}}", "{{c1,2::this}}"; the innermost of nested ones
_CLOZE = re.compile(r"\{\{c[\d,]+::((?:(?!\{\{c\d|\}\}).)*?)\}\}", re.DOTALL)
# "[sound.mp3](media/sound.mp3)"
_RECORDING = re.compile(
    r"""
    \]\(media/([^()\s]+\.(?:mp3|ogg|oga|wav|m4a|opus|flac|aac|3gp|mp4|webm))\)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "\\(x\\)", "\\[x\\]"
_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
# "{{c1::image-occlusion:rect:left=.1"
_OCCLUSION = re.compile(r"\{\{c\d+::image-occlusion:")


NO_KIND = "\0"
"""The name of the kind of a note whose source does not describe it."""

Read = Callable[[str, Mapping[str, str]], tuple[str, bool]]
"""`(value, names of media) -> (Markdown, whether it says all)`."""


def plain_text(value: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """Text that means what it says, line by line."""
    return to_markdown.faithful(escape(value.strip(), quote=False).replace("\n", "<br>"), known)


def as_written(value: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """What is Markdown already."""
    return value.strip(), True


@dataclass(frozen=True, slots=True)
class Row:
    """A note as it was stored."""

    kind: StoredType
    values: tuple[str, ...]
    """In the order of the kind's fields; HTML."""
    line: int
    deck: str = ""
    tags: tuple[str, ...] = ()
    guid: str = ""
    ordinals: int | None = None
    """How many cards the note has, if the source tells."""
    read: Read = to_markdown.faithful
    """What makes Markdown of a value."""


def reason(row: Row) -> str:
    """Why a note cannot become a card; empty if it can."""
    if row.kind.name == NO_KIND:
        return "a note type that the package does not describe"
    if any(len(value) > LARGEST_FIELD for value in row.values):
        return f"a field of more than {LARGEST_FIELD:,} characters"
    occlusion = any(map(_OCCLUSION.search, row.values)) or {"Image", "Question Mask"} <= {
        *row.kind.fields
    }
    return "an image occlusion, which no Markdown card can be" if occlusion else ""


def card(row: Row, parts: Mapping[str, str], path: str) -> Found:
    """The card of a note, of which `parts` says what its fields hold."""
    joined, lost = _texts(row, parts)
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
        tags=_tags(row, joined["tags"]),
        kind=card_type(
            row.kind, parts, row.kind.cards(row.values) if row.ordinals is None else row.ordinals
        ),
        id=joined["id"],
        guid=row.guid,
    )
    return _checked(
        _with_title(found, row, parts) if _CLOZE.search(found.question) else found, lost, path
    )


def _texts(row: Row, parts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The Markdown of each part, and the fields that it does not say whole."""
    texts: dict[str, list[str]] = {part: [] for part in PARTS}
    lost = []
    names = {
        name: f"media/{name}" for value in row.values for name in field_media.media_names(value)
    }
    for name, value in zip(row.kind.fields, row.values, strict=False):
        part = parts.get(name, "notes")
        text, whole = ("", True) if part == "ignore" else row.read(value, names)
        if not whole:
            lost.append(name)
        if text:
            texts[part].append(f"**{name}:** {text}" if _needs_name(row, part, name) else text)
    joined = {part: "\n\n".join(values) for part, values in texts.items()}
    if "\n" not in joined["question"]:
        joined["question"] = re.sub(r"^#+\s+", "", joined["question"])
    return joined, lost


def _needs_name(row: Row, part: str, name: str) -> bool:
    """Whether a field says what it is: several of them share the card's notes."""
    if part != "notes" or row.kind.own:
        return False
    return name.lower() not in ("notes", "extra", "back extra")


def _tags(row: Row, more: str) -> tuple[str, ...]:
    """The note's tags, without those that are a learner's own."""
    found = {*row.tags, *more.replace(",", " ").split()}
    return tuple(sorted(tag for tag in found if not allowed_names.is_learners(tag)))


def _topics(deck: str) -> tuple[str, ...]:
    return tuple(
        part.strip()
        for part in re.split("::|\x1f", deck)
        if part.strip() and part.strip() != "Default"
    )


def _with_title(found: Found, row: Row, parts: Mapping[str, str]) -> Found:
    """A cloze note's text is its card's answer; the heading is the text without the clozes."""
    asked = " ".join(
        v for n, v in zip(row.kind.fields, row.values, strict=False) if parts.get(n) == "question"
    )
    text = html_to_markdown.plain(asked)
    count = 1
    while count:
        text, count = _CLOZE.subn("…", text)
    title, _ = to_markdown.faithful(text, {})
    if len(title) > LONGEST_TITLE:
        text = _FORMULA.sub("…", text)
        title, _ = to_markdown.faithful(f"{text[:LONGEST_TITLE].rsplit(' ', 1)[0]} …", {})
    notes = "\n\n".join(t for t in (found.answer, found.notes) if t)
    return replace(
        found, kind="cloze", question=" ".join(title.split()), answer=found.question, notes=notes
    )


def _checked(found: Found, lost: Sequence[str], path: str) -> Found:
    problems = list(found.problems)
    if lost:
        message = f"Markdown does not say all of {', '.join(lost)}"
        problems.append(
            problem(
                path,
                found.line,
                "formatting-lost",
                message,
                "compare the card with the note in Anki",
            )
        )
    if sounds := _RECORDING.findall("\n".join((found.question, found.answer, found.notes))):
        message = f"a recording, which cards cannot play yet: {', '.join(sounds)}"
        problems.append(
            problem(
                path,
                found.line,
                "recording",
                message,
                "the file is in media/; its name stands there",
            )
        )
    if not found.answer:
        problems.append(
            problem(path, found.line, "no-answer", "a note without an answer", UNANSWERED)
        )
    return replace(found, draft=not found.answer, problems=tuple(problems))
