"""The same Markdown read faster: a rule is asked only where it can match, and most of a deck is
plain words. Without these, parsing takes half as long again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
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
    rules = {rule.name: rule for rule in md.block.ruler.__rules__}
    for name in ("math_block", "amsmath"):
        md.block.ruler.at(name, _with_an_end(rules[name].fn), {"alt": rules[name].alt})
    _ask_by_character(md.block.ruler, BLOCK_STARTS, _first_block_rule)
    md.block.ruler.enable("code")  # the others ask whether it is
    _ask_by_character(md.inline.ruler, INLINE_STARTS, _first_inline_rule)


def _inline(state: StateCore) -> None:
    """markdown-it's own step, but text without any syntax is a text token at once."""
    for block in state.tokens:
        if block.type != "inline":
            continue
        block.children = block.children or []
        if SYNTAX.search(block.content):
            state.md.inline.parse(block.content, state.md, state.env, block.children)
        elif block.content:
            block.children.append(Token("text", "", 0, content=block.content))


def _ask_by_character(
    ruler: Ruler[Any], starts: Mapping[str, str], first_of: Callable[[Chosen, list[Any]], Any]
) -> None:
    """Put one rule in place of all, for each chain of a ruler, that asks only those that can match.

    A chain, such as `paragraph`, is of the rules that can end one; that of all rules has no name.
    """
    rules = [rule for rule in ruler.__rules__ if rule.enabled]
    chains = {"": rules}
    for rule in rules:
        for chain in rule.alt:
            chains.setdefault(chain, []).append(rule)
    for chain, members in sorted(chains.items()):
        chosen, others = _by_character({rule.name: rule.fn for rule in members}, starts)
        alt = [chain] if chain else []
        ruler.push(f"by character {chain}", first_of(chosen, others), {"alt": alt})
    ruler.enableOnly([f"by character {chain}" for chain in chains])


def _by_character(rules: Mapping[str, Any], starts: Mapping[str, str]) -> tuple[Chosen, list[Any]]:
    """`{character: rules}`, and the rules for all other characters, in the ruler's order."""
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
        opening = _DISPLAY.match(state.src, state.bMarks[start] + state.tShift[start])
        if opening is None:
            return False
        closing = f"\\end{{{opening[1]}}}" if opening[1] else "$$"
        rows = _rows_ending_with(closing, state)
        following = bisect_left(rows, start)
        if following == len(rows) or rows[following] >= end:
            return False
        return rule(state, start, end, silent)

    return asked


def _rows_ending_with(closing: str, state: StateBlock) -> Sequence[int]:
    """The lines that end with a text, looked up once for each page."""
    known: dict[str, list[int]] = state.env.setdefault("rows that end with", {})
    if closing not in known:
        lines = map(slice, state.bMarks, state.eMarks)
        known[closing] = [
            row for row, line in enumerate(lines) if state.src[line].rstrip().endswith(closing)
        ]
    return known[closing]
