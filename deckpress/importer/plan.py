"""What an import would write, and the files that come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deckpress.deck.config import Config
from deckpress.importer.harvest import Skipped
from deckpress.model import Problem, Span
from deckpress.system import files


@dataclass(slots=True)
class Plan:
    """The changes of one import, all files relative to the root."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    """File to the cards to put at its end."""
    heads: dict[str, str] = field(default_factory=dict)
    """File to the front matter and title of a new file."""
    updates: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    """File to `(first line, last line, new text)`."""
    media: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[tuple[str, Skipped]] = field(default_factory=list)
    """`(source, what of it the deck has already)`."""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def refused(self) -> bool:
        """Whether a source could not be read: then nothing is written."""
        return any(problem.severity == "error" for problem in self.problems)


def written(config: Config, plan: Plan) -> dict[Path, bytes]:
    """Each file that a plan changes, with its whole new content; line ends stay as they are."""
    out: dict[Path, bytes] = {}
    for name in sorted({*plan.texts, *plan.updates}):
        path = config.root / name
        old = _stored(path, config).decode("utf-8") or plan.heads.get(name, "")
        body = _updated(old.replace("\r\n", "\n").split("\n"), plan.updates.get(name, []))
        cards = [text.rstrip("\n") for text in plan.texts.get(name, ())]
        whole = "\n\n".join([*([body] if body else []), *cards]) + "\n"
        out[path] = (whole.replace("\n", "\r\n") if "\r\n" in old else whole).encode()
    media = ((config.root / name, data) for name, data in sorted(plan.media.items()))
    return out | {path: data for path, data in media if _stored(path, config) != data}


def _stored(path: Path, config: Config) -> bytes:
    """The deck's file; nothing if there is none. Raises UnsafePath if it leads out of the deck."""
    try:
        return files.read(path, config.root)
    except FileNotFoundError:
        return b""


def moved(plan: Plan) -> list[Problem]:
    """The plan's problems at the lines that they have once it is written, as cards above may be
    longer or shorter."""
    return [
        p._replace(span=_moved(p.span, plan.updates.get(p.span.path, []))) for p in plan.problems
    ]


def _moved(span: Span, updates: Sequence[tuple[int, int, str]]) -> Span:
    above = [(first, last, text.rstrip("\n")) for first, last, text in updates if last < span.line]
    more = sum(text.count("\n") + 1 - (last - first) for first, last, text in above)
    return span._replace(line=span.line + more)


def _updated(lines: list[str], updates: list[tuple[int, int, str]]) -> str:
    for first, last, text in sorted(updates, reverse=True):
        lines[first - 1 : last] = [
            *text.rstrip("\n").split("\n"),
            *([""] if last < len(lines) else []),
        ]
    return "\n".join(lines).rstrip("\n")
