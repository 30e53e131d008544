"""What of a page is never content: front matter and comments; each is blanked, and named with its
line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.importer.reading import fences, question_labels

# "<!-- a comment -->", and one that does not end on its line
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
# "tags: a", "- a", "# a comment": a line of front matter
_SETTING = re.compile(r"[\w-]+\s*:|\s|#|-|$")

LONGEST_FRONT_MATTER = 60
"""Lines."""

Aside = tuple[int, str, str]
"""`(row, reason, text)`."""


def blanked(lines: Sequence[str]) -> tuple[list[str], list[Aside]]:
    """The lines without front matter and comments; an answer that stands in a comment is shown."""
    out = list(lines)
    front = _front_matter(lines)
    out[:front] = [""] * front
    said = [
        (row, "front matter", lines[row]) for row in range(front) if re.search(r"\w", lines[row])
    ]
    for row, line in _without_comments(out):
        if (
            len(line) < len(out[row])
            and not question_labels.answer_label(line.strip())
            and re.search(r"\w", out[row])
        ):
            said.append((row, "comment", out[row].strip().removeprefix("<!--").removesuffix("-->")))
        out[row] = line
    return out, said


def _front_matter(lines: Sequence[str]) -> int:
    """The row behind the front matter."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    near = lines[1:LONGEST_FRONT_MATTER]
    end = next((i for i, line in enumerate(near, 1) if line.rstrip() in ("---", "...")), 0)
    return end + 1 if end and all(_SETTING.match(line) for line in lines[1:end]) else 0


def _without_comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """`(row, line)` of each line that has a comment."""
    inside, fence = False, ""
    for row, line in enumerate(lines):
        before, fence = fence, fence if inside else fences.step(line, fence)
        if before or fence or not (inside or ("<!--" in line and "`" not in line)):
            continue
        rest = line
        if inside:
            _, ended, rest = line.partition("-->")
            inside = not ended
        last = rest.rfind("<!--")
        inside = inside or (last >= 0 and "-->" not in rest[last:])
        yield row, _COMMENT.sub(_shown, rest)


def _shown(comment: re.Match[str]) -> str:
    text = comment[0].removeprefix("<!--").removesuffix("-->").strip()
    return text if question_labels.answer_label(text) else ""
