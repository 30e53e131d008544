"""What deckpress adds to CommonMark's inline syntax: places of tokens, `\\(…\\)`, unclosed formulas, clozes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import ENVIRONMENTS

Rule = Callable[[StateInline, bool], bool]
BlockRule = Callable[[StateBlock, int, int, bool], bool]
Chosen = dict[str, list[Any]]

BLOCK_STARTS: Mapping[str, str] = {
    "front_matter": "-", "fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*+-0123456789", "reference": "[",
    "html_block": "<", "heading": "#", "math_block": "$", "amsmath": "\\",
}  # fmt: skip
"""The characters with which a line must begin for a block rule to match; any, for a rule that is not here."""

INLINE_STARTS: Mapping[str, str] = {
    "newline": "\n", "escape": "\\", "tex_brackets": "\\", "stray_math": "$\\", "math_inline": "$", "cloze": "{}:",
    "backticks": "`", "strikethrough": "~", "sub": "~", "sup": "^", "emphasis": "*_", "link": "[", "image": "!",
    "autolink": "<", "html_inline": "<", "entity": "&",
}  # fmt: skip
"""The character at which an inline rule matches; any, for a rule that is not here."""

_SYNTAX = re.compile(r"[\n!$&*<\\\[\]^_`{}~]")
"""What any inline rule of ours, or of CommonMark, begins with."""

_DISPLAY = re.compile(rf"\\begin\{{((?:{'|'.join(ENVIRONMENTS)})\*?)\}}|\$\$")
"""What opens display maths: `\\begin{align}`, `$$`."""

MAX_CLOZES = 10
"""Clozes inside each other that Anki reads (`open_clozes.len() < 10` in its cloze.rs); a deeper one makes no card."""

_CLOZE_OPEN = re.compile(r"\{\{c(\d{1,9}(?:,\d{1,9})*)::")


def inline(state: StateCore) -> None:
    """markdown-it's own step, but text without any syntax is a text token at once: most of a deck is plain words."""
    for block in state.tokens:
        if block.type != "inline":
            continue
        block.children = block.children or []
        if _SYNTAX.search(block.content):
            state.md.inline.parse(block.content, state.md, state.env, block.children)
        elif block.content:
            block.children.append(Token("text", "", 0, content=block.content))


def ask_by_character(
    ruler: Ruler[Any], starts: Mapping[str, str], asked: Callable[[Chosen, list[Any]], Any]
) -> None:
    """Put one rule in place of all, for each chain of a ruler, that asks only those that can match: most cannot.

    `asked` makes it from `{character: rules}` and the rules for all other characters, in the ruler's order.
    """
    rules = [rule for rule in ruler.__rules__ if rule.enabled]
    names = sorted({"", *(name for rule in rules for name in rule.alt)})
    for chain in names:
        able = [
            (rule.fn, starts.get(rule.name)) for rule in rules if not chain or chain in rule.alt
        ]
        chosen = {
            char: [fn for fn, own in able if own is None or char in own]
            for char in "".join(starts.values())
        }
        others = [fn for fn, own in able if own is None]
        ruler.push(
            f"by character {chain}", asked(chosen, others), {"alt": [chain] if chain else []}
        )
    ruler.enableOnly([f"by character {chain}" for chain in names])


def block_rule(chosen: Chosen, others: list[Any]) -> BlockRule:
    """One block rule for many."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        for one in chosen.get(state.src[position : position + 1], others):
            if one(state, start, end, silent):
                break
        else:
            return False
        return True

    return rule


def with_an_end(rule: BlockRule) -> BlockRule:
    """The rule for display maths, asked only if a line below ends what a line opens.

    Each of ten thousand lines that open a formula would look for its end down to the end of the page.
    """

    def asked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        opening = _DISPLAY.match(state.src, state.bMarks[start] + state.tShift[start])
        if opening is None:
            return False
        rows = _rows_ending_with(f"\\end{{{opening[1]}}}" if opening[1] else "$$", state)
        later = bisect_left(rows, start)
        return later < len(rows) and rows[later] < end and rule(state, start, end, silent)

    return asked


def _rows_ending_with(closing: str, state: StateBlock) -> Sequence[int]:
    """The lines that end with a text, looked up once for each page."""
    known: dict[str, list[int]] = state.env.setdefault("rows that end with", {})
    if closing not in known:
        bounds = enumerate(zip(state.bMarks, state.eMarks, strict=True))
        known[closing] = [
            row for row, (a, b) in bounds if state.src[a:b].rstrip().endswith(closing)
        ]
    return known[closing]


def inline_rule(chosen: Chosen, others: list[Any]) -> Rule:
    """One inline rule for many."""

    def rule(state: StateInline, silent: bool) -> bool:
        for one in chosen.get(state.src[state.pos], others):
            if one(state, silent):
                break
        else:
            return False
        return True

    return rule


def with_position(rule: Rule) -> Rule:
    """Let the first token that `rule` makes know its offset: markdown-it keeps lines, but no columns."""

    def positioned(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            made = next((t for t in state.tokens[count:] if t.type != "text"), None)
            if made is not None:
                made.meta["pos"] = start
        return True

    return positioned


def from_the_start(rule: Rule) -> Rule:
    """The rule for dollars, which looks at the sign before it: at a text's start, that was its last (`src[-1]`)."""

    def asked(state: StateInline, silent: bool) -> bool:
        if state.pos or not state.src[-1:].isdigit():
            return rule(state, silent)
        source, state.src = state.src, f"{state.src} "
        try:
            return rule(state, silent)
        finally:
            state.src = source

    return asked


def tex_brackets(state: StateInline, silent: bool) -> bool:
    r"""`\(…\)` and `\[…\]`: what people paste; plain CommonMark would silently drop the backslashes."""
    opening = state.src[state.pos : state.pos + 2]
    if opening not in (r"\(", r"\[") or not _unescaped(state):
        return False
    end = _closing(state, r"\)" if opening == r"\(" else r"\]")
    if end < 0:
        return False
    if not silent:
        token = state.push("math_inline" if opening == r"\(" else "math_inline_double", "math", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _closing(state: StateInline, bracket: str) -> int:
    """Where a bracket closes, or -1: searched in vain once, and not again for each bracket that opens behind it."""
    in_vain: dict[tuple[str, int], int] = state.__dict__.setdefault("never_closed", {})
    if state.pos >= in_vain.get((bracket, state.posMax), state.posMax):
        return -1
    end = state.src.find(bracket, state.pos + 2, state.posMax)
    if end < 0:
        in_vain[bracket, state.posMax] = state.pos
    return end


def _unescaped(state: StateInline) -> bool:
    start = state.pos
    while start and state.src[start - 1] == "\\":
        start -= 1
    return (state.pos - start) % 2 == 0


def stray_math(state: StateInline, silent: bool) -> bool:
    r"""Note a `$` or `\(` that opens a formula nobody closes; prices (`$5`, `5$`) are text."""
    char = state.src[state.pos]
    following = state.src[state.pos + 1 : state.pos + 2]
    if silent or char not in "$\\" or not following:
        return False
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    dollar = char == "$" and not (
        following.isspace() or following.isdigit() or before.isdigit() or before in ("$", "\\")
    )
    if dollar or (char == "\\" and following == "(" and _unescaped(state)):
        state.push("stray_math", "", 0).meta["pos"] = state.pos
    return False


def cloze(state: StateInline, silent: bool) -> bool:
    """Anki's `{{c1::answer::hint}}`; maths and code are their own tokens, so their braces and colons do not count."""
    source, pos = state.src, state.pos
    depth: list[bool] = state.__dict__.setdefault(
        "open_clozes", []
    )  # for each open cloze: has it a hint yet?
    opening = _CLOZE_OPEN.match(source, pos)
    if opening:
        kind = "cloze_open" if len(depth) < MAX_CLOZES else "deep_cloze"
        length, number = opening.end() - pos, opening[1]
    elif source.startswith("}}", pos):
        kind, length, number = ("cloze_close" if depth else "stray_braces"), 2, ""
    elif depth and source.startswith("::", pos):
        kind, length, number = ("double_hint" if depth[-1] else "cloze_hint"), 2, ""
    else:
        return False
    if not silent:
        if len(depth) <= MAX_CLOZES:
            token = state.push(kind, "", 0)
            token.content, token.meta["pos"] = number, pos
        _track(depth, kind)
    state.pos = pos + length
    return True


def _track(depth: list[bool], kind: str) -> None:
    if kind in ("cloze_open", "deep_cloze"):
        depth.append(False)
    elif kind == "cloze_hint":
        depth[-1] = True
    elif kind == "cloze_close":
        depth.pop()
