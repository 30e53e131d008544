"""Which lines of a page are code between fences."""

from __future__ import annotations

import re
from collections.abc import Sequence

# "```python", "> - ~~~"
_FENCE = re.compile(r"\s*(?:>\s?)*(?:(?:[-*+]|\d{1,4}[.)])\s+)*(`{3,}|~{3,})(.*)$")


def step(line: str, fence: str) -> str:
    """The fence that is open behind a line, given the one before it; empty if none is."""
    found = _FENCE.match(line) if "`" in line or "~" in line else None
    if not fence:
        return found[1] if found and "`" not in found[2] else ""
    return "" if found and found[1].startswith(fence) and not found[2].strip() else fence


def outside(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is no code and no fence."""
    out, fence = [], ""
    for line in lines:
        before, fence = fence, step(line, fence)
        out.append(not before and not fence)
    return out
