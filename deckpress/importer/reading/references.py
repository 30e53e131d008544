"""Links by reference, `[text][name]` with `[name]: target` elsewhere, become links that a card can
take along."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deckpress.importer.reading import fences

# "[name]: https://example.org "title""
_DEFINITION = re.compile(
    r"""
    ^\ {0,3}\[(?!\^)([^\[\]]{1,200})\]:\s+<?([^\s<>]{1,2000})>?(?:\s+(?:\"[^\"]*\"
    |'[^']*'|\([^()]*\)))?\s*$
    """,
    re.VERBOSE,
)
# "[text][name]", "[name]"
_USE = re.compile(
    r"""
    (?<!\])\[([^\[\]]{1,500})\](?:\[([^\[\]]{0,200})\]|(?![\[(:]))
    """,
    re.VERBOSE,
)
# "[![alt](badge.svg)][name]"
_IMAGE_USE = re.compile(
    r"""
    \[(!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\))\]\[([^\[\]]{1,200})\]
    """,
    re.VERBOSE,
)
# "`code`", "``a ` b``"
_CODE = re.compile(r"(`+)(?:(?!`).)+?\1(?!`)")


def resolved(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines with their targets in the links, and the rows of the definitions, which are left
    blank."""
    prose = [row for row, is_outside in enumerate(fences.outside(lines)) if is_outside]
    found = {row: match for row in prose if (match := _DEFINITION.match(lines[row]))}
    if not found:
        return list(lines), []
    targets = {_key(match[1]): match[2] for _, match in sorted(found.items(), reverse=True)}
    used: set[str] = set()
    out = list(lines)
    for row in prose:
        out[row] = "" if row in found else _linked(lines[row], targets, used)
    return out, [row for row, match in sorted(found.items()) if _key(match[1]) not in used]


def _linked(line: str, targets: Mapping[str, str], used: set[str]) -> str:
    if "[" not in line:
        return line
    parts, at = [], 0
    for code in [*_CODE.finditer(line), None]:
        text = line[at : code.start() if code else len(line)]
        text = _USE.sub(lambda use: _link(use, targets, used), text)
        parts += [
            _IMAGE_USE.sub(lambda use: _link(use, targets, used), text),
            code[0] if code else "",
        ]
        at = code.end() if code else len(line)
    return "".join(parts)


def _link(use: re.Match[str], targets: Mapping[str, str], used: set[str]) -> str:
    key = _key(use[2] or use[1])
    if key not in targets:
        return use[0]
    used.add(key)
    return f"[{use[1]}]({targets[key]})"


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
