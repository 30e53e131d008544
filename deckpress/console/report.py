"""Problems -> text for people; JSON, GitHub annotations and SARIF for tools."""

from __future__ import annotations

import difflib
import inspect
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from deckpress import __version__, checks
from deckpress.model import SEVERITIES, Problem, Span, printable
from deckpress.system import files

Formatter = Callable[[Sequence[Problem], Path], str]

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

WIDEST_LINE = 160
"""Characters of a source line that a report shows; a long line is cut around the place."""


def text(problems: Sequence[Problem], root: Path) -> str:
    """One block for each problem: place, message, source line with a caret, fix; then a count."""
    if not problems:
        return ""
    sources = _Sources(root)
    blocks = [_block(problem, sources) for problem in sorted(problems)]
    return "\n".join([*blocks, summary(problems)])


def difference(
    before: str,
    after: str,
    name: str,
) -> str:
    """A unified diff of a file's two texts, as `git diff` shows it."""
    old = before.splitlines(keepends=True)
    new = after.splitlines(keepends=True)
    shown = list[str]()
    for line in difflib.unified_diff(old, new, name, name):
        is_whole = line.endswith("\n")
        shown.append(line if is_whole else f"{line}\n\\ no newline at the end\n")
    return "".join(shown)


def summary(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems` if there are none."""
    counts = Counter(problem.severity for problem in problems)
    parts = list[str]()
    for severity in SEVERITIES:
        count = counts[severity]
        is_plural = count != 1 and severity != "info"
        if count:
            parts.append(f"{count} {severity}{'s' if is_plural else ''}")
    return ", ".join(parts) or "no problems"


def _block(problem: Problem, sources: _Sources) -> str:
    label = "" if problem.severity == "error" else f"{problem.severity}: "
    lines = [
        f"{problem.span}: {label}{problem.message} [{problem.code}]",
        *sources.excerpt(problem.span),
        *(f"    see {span}" for span in problem.related),
        f"    fix: {problem.fix}",
        "",
    ]
    return "\n".join(map(printable, lines))


_NO_TEXT = (
    b"PK\x03\x04",
    b"SQLite format 3",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8",
    b"RIFF",
)
"""How packages and pictures begin, which have no lines."""


class _Sources:
    """The lines of the files that problems point at, each read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known = dict[str, list[str]]()

    def excerpt(self, span: Span) -> list[str]:
        """The source line and a caret under the column; nothing if there is no such line."""
        if span.path not in self.known:
            self.known[span.path] = self._read(span.path)
        lines = self.known[span.path]
        if not 0 < span.line <= len(lines):
            return []
        line = lines[span.line - 1].replace("\t", " ")
        if not line.strip():
            return []
        column = span.column - 1
        start = 0
        if len(line) > WIDEST_LINE:
            start = max(0, column - WIDEST_LINE // 2)
        shown = printable(line[start : start + WIDEST_LINE])
        #    12 | Q: capital of  France?
        #       |              ^
        number = f"{span.line:>5} | "
        margin = " " * (len(number) - 2)
        caret = " " * (column - start) + "^"
        return [f"{number}{shown.rstrip()}", f"{margin}| {caret}"]

    def _read(self, path: str) -> list[str]:
        """A file's lines; none of what is no text, or not the deck's: a report may be public."""
        place = self.root / path
        # An import also reports on files elsewhere, which the user himself named.
        is_named = os.path.isabs(path) or ".." in Path(path).parts
        folder = place.parent if is_named else self.root
        try:
            data = files.read(place, folder)
        except OSError:
            return []
        if data.startswith(_NO_TEXT):
            return []
        decoded = data.decode("utf-8-sig", "replace")
        normal = decoded.replace("\r\n", "\n").replace("\r", "\n")
        return normal.split("\n")


def as_json(problems: Sequence[Problem], root: Path) -> str:
    """One list of rows `{path, line, column, code, severity, message, fix, related}`."""
    rows = [_row(problem) for problem in sorted(problems)]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _row(problem: Problem) -> dict[str, object]:
    return {
        **_place(problem.span),
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "fix": problem.fix,
        "related": [_place(span) for span in problem.related],
    }


def _place(span: Span) -> dict[str, object]:
    path, line, column = span
    return {"path": path, "line": line, "column": column}


def github(problems: Sequence[Problem], root: Path) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request.

    docs.github.com, "Workflow commands for GitHub Actions": `::error
    file=…,line=…,col=…,title=…::message`.
    """
    return "\n".join(_command(problem) for problem in sorted(problems))


def _command(problem: Problem) -> str:
    level = "notice" if problem.severity == "info" else problem.severity
    span = problem.span
    place = f"file={_property(span.path)},line={span.line},col={span.column}"
    title = _property(problem.code)
    message = printable(problem.message)
    fix = printable(problem.fix)
    text = _data(f"{message}\nfix: {fix}")
    return f"::{level} {place},title={title}::{text}"


_DATA = {
    ord("%"): "%25",
    ord("\r"): "%0D",
    ord("\n"): "%0A",
}
_PROPERTY = {
    **_DATA,
    ord(":"): "%3A",
    ord(","): "%2C",
}


def _data(text: str) -> str:
    return text.translate(_DATA)


def _property(text: str) -> str:
    return text.translate(_PROPERTY)


def sarif(problems: Sequence[Problem], root: Path) -> str:
    """SARIF 2.1.0 (OASIS standard), as code scanning takes it: one run, a rule for each check that
    found something."""
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "deckpress",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes) for problem in sorted(problems)],
    }
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(code: str) -> dict[str, object]:
    check = checks.modules()[code]
    text = inspect.cleandoc(check.__doc__ or code)
    first_line, _, _ = text.partition("\n")
    return {
        "id": code,
        "shortDescription": {"text": first_line},
        "help": {"text": text},
    }


def _result(problem: Problem, codes: Sequence[str]) -> dict[str, object]:
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": "note" if problem.severity == "info" else problem.severity,
        "message": {"text": f"{problem.message}\nfix: {problem.fix}"},
        "locations": [_location(problem.span)],
        "relatedLocations": [_location(span) for span in problem.related],
    }


def _location(span: Span) -> dict[str, object]:
    physical = {
        "artifactLocation": {"uri": quote(span.path)},
        "region": {"startLine": span.line, "startColumn": span.column},
    }
    return {"physicalLocation": physical}


FORMATS: Mapping[str, Formatter] = {
    "github": github,
    "json": as_json,
    "sarif": sarif,
    "text": text,
}
"""What `--format` takes."""
