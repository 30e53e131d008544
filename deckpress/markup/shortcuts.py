"""The same Markdown read faster: a rule is asked only where it can match, and most of a deck is
plain words. Without these, parsing takes half as long again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import ENVIRONMENTS

from deckpress.markup.syntax import Rule

BlockRule = Callable[[StateBlock, int, int, bool], bool]
Chosen = dict[str, list[Any]]
"""The rules that can match at a character, in their order."""

BLOCK_STARTS: Mapping[str, str] = {
    "front_matter": "-",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "math_block": "$",
    "amsmath": "\\",
}
"""The characters with which a line must begin for a block rule to match; any, for a rule that is
not here."""

INLINE_STARTS: Mapping[str, str] = {
    "newline": "\n",
    "escape": "\\",
    "tex_brackets": "\\",
    "stray_math": "$\\",
    "math_inline": "$",
    "cloze": "{}:",
    "backticks": "`",
    "strikethrough": "~",
    "sub": "~",
    "sup": "^",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters at which an inline rule matches; any, for a rule that is not here."""

SYNTAX = re.compile(r"[\n!$&*<\\\[\]^_`{}~]")
"""What any inline rule of ours, or of CommonMark, begins with."""

_DISPLAY = re.compile(rf"\\begin\{{((?:{'|'.join(ENVIRONMENTS)})\*?)\}}|\$\$")
r"""What opens display maths: `\begin{align}`, `$$`."""


def add_to(md: MarkdownIt) -> None:
    """Put these shortcuts into a parser that has all of its rules."""
    md.core.ruler.at("inline", _inline)
    block = md.block.ruler
    for rule in block.__rules__:
        if rule.name in ("math_block", "amsmath"):
            rule.fn = _with_an_end(rule.fn)
    _ask_by_character(block, BLOCK_STARTS, _first_block_rule)
    block.enable("code")  # the others ask whether it is
    _ask_by_character(md.inline.ruler, INLINE_STARTS, _first_inline_rule)


def _inline(state: StateCore) -> None:
    """markdown-it's own step, but text without any syntax is a text token at once."""
    parser = state.md.inline
    for block in state.tokens:
        if block.type != "inline":
            continue
        content = block.content
        block.children = []
        if SYNTAX.search(content):
            parser.parse(content, state.md, state.env, block.children)
        elif content:
            text = Token("text", "", 0, content=content)
            block.children.append(text)


def _ask_by_character(
    ruler: Ruler[Any],
    starts: Mapping[str, str],
    first_of: Callable[[Chosen, list[Any]], Any],
) -> None:
    """Put one rule in place of all, for each chain of a ruler, that asks only those that can match.

    A chain, such as `paragraph`, is of the rules that can end one; that of all rules has no name.
    """
    # markdown-it has no public way to list its rules.
    rules = [rule for rule in ruler.__rules__ if rule.enabled]
    chains = {"": rules}
    for rule in rules:
        for chain in rule.alt:
            chains.setdefault(chain, []).append(rule)
    names = []
    for chain, members in sorted(chains.items()):
        named = {rule.name: rule.fn for rule in members}
        names.append(f"by character {chain}")
        asked = first_of(*_by_character(named, starts))
        alt = [chain] if chain else []
        ruler.push(names[-1], asked, {"alt": alt})
    ruler.enableOnly(names)


def _by_character(
    rules: Mapping[str, Any],
    starts: Mapping[str, str],
) -> tuple[Chosen, list[Any]]:
    """The rules that can match at each character of `starts`, and those that can at any other; all
    in the ruler's order."""
    others = [rule for name, rule in rules.items() if name not in starts]
    chosen = {}
    for character in "".join(starts.values()):
        chosen[character] = [
            rule for name, rule in rules.items() if character in starts.get(name, character)
        ]
    return chosen, others


def _first_block_rule(chosen: Chosen, others: list[Any]) -> BlockRule:
    def asked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        for rule in chosen.get(state.src[position : position + 1], others):
            if rule(state, start, end, silent):
                break  # a plain loop: `any` would cost a tenth of all parsing
        else:
            return False
        return True

    return asked


def _first_inline_rule(chosen: Chosen, others: list[Any]) -> Rule:
    def asked(state: StateInline, silent: bool) -> bool:
        for rule in chosen.get(state.src[state.pos], others):
            if rule(state, silent):
                break
        else:
            return False
        return True

    return asked


def _with_an_end(rule: BlockRule) -> BlockRule:
    """The rule for display maths, asked only if a line below ends what a line opens.

    Each of ten thousand lines that open a formula would look for its end down to the end of the
    page.
    """

    def asked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        opening = _DISPLAY.match(state.src, position)
        if opening is None:
            return False
        environment = opening[1]
        closing = f"\\end{{{environment}}}" if environment else "$$"
        # A formula on one line ends there: `start` itself counts.
        rows = _rows_ending_with(closing, state)
        following = bisect_left(rows, start)
        if following == len(rows) or rows[following] >= end:
            return False
        return rule(state, start, end, silent)

    return asked


def _rows_ending_with(closing: str, state: StateBlock) -> list[int]:
    """The lines that end with a text, looked up once for each page."""
    known: dict[str, list[int]] = state.env.setdefault("rows that end with", {})
    if closing not in known:
        known[closing] = rows = []
        for row, bounds in enumerate(map(slice, state.bMarks, state.eMarks)):
            line = state.src[bounds]
            if line.rstrip().endswith(closing):
                rows.append(row)
    return known[closing]
