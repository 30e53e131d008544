"""Text in any dialect of Markdown; what every other format leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from deckpress.importer.harvest import Harvest, Tick
from deckpress.importer.reading import encodings, survey
from deckpress.model import Problem, Span
from deckpress.model.refused import Refused

ORDER = 90

LARGEST = 20_000_000
"""Bytes of a page."""


def recognises(path: Path, head: bytes) -> bool:
    """Everything that is text."""
    return b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """The questions of a page; bytes that are no text are replaced and reported."""
    if path.stat().st_size > LARGEST:
        raise Refused("source-too-large", f"larger than {LARGEST:,} bytes", "split the file")
    text, problem = decoded(path.read_bytes(), name)
    try:
        harvest = survey.read(text, name)
    except RecursionError:
        raise Refused(
            "source-too-deep", "nested too deeply to be read", "see whether this is a text file"
        ) from None
    return replace(harvest, problems=(*harvest.problems, *problem))


def decoded(data: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of some bytes; of an old encoding, or with bytes that had to be replaced, a problem
    that says where."""
    text, encoding, start = encodings.decoded(data)
    if start < 0:
        return text, ()
    line = data[:start].count(b"\n") + 1
    done = f"it is read as {encoding}" if encoding else "such bytes are replaced"
    message = f"not UTF-8: byte 0x{data[start]:02X}; {done}"
    return text, (
        Problem(Span(name, line), "not-utf-8", message, "warning", "save the file as UTF-8"),
    )
