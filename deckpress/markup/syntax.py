r"""What deckpress adds to CommonMark's inline syntax: `\(…\)`, unclosed formulas, clozes, and the
places of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateInline, bool], bool]

MAX_CLOZES = 10
"""Clozes inside each other that Anki reads (`open_clozes.len() < 10` in its cloze.rs); a deeper one
makes no card."""

_TEX_BRACKETS = {
    r"\(": (r"\)", "math_inline"),
    r"\[": (r"\]", "math_inline_double"),
}
"""How each ends, and the type of token that it makes."""

_WITH_POSITION = "math_inline tex_brackets link image autolink html_inline".split()
"""Rules whose tokens shall know where they stand."""

_CLOZE_OPEN = re.compile(r"\{\{c(\d{1,9}(?:,\d{1,9})*)::")
"""`{{c1::`, `{{c1,2::`"""


def add_to(md: MarkdownIt) -> None:
    """Give a parser these rules."""
    ruler = md.inline.ruler
    ruler.before("escape", "tex_brackets", tex_brackets)
    for rule in ruler.__rules__:
        if rule.name == "math_inline":
            rule.fn = _from_the_start(rule.fn)
        if rule.name in _WITH_POSITION:
            rule.fn = _with_position(rule.fn)
    ruler.after("tex_brackets", "stray_math", stray_math)
    ruler.before("math_inline", "cloze", cloze)


def _with_position(rule: Rule) -> Rule:
    """Let the first token that `rule` makes know its offset: markdown-it keeps lines, but no
    columns."""

    def positioned(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[count:]:
                if token.type != "text":  # which was pending, and comes first
                    token.meta["pos"] = start
                    break
        return True

    return positioned


def _from_the_start(rule: Rule) -> Rule:
    """The rule for dollars, which looks at the sign before it: at a text's start, that was its last
    (`src[-1]`)."""

    def asked(state: StateInline, silent: bool) -> bool:
        if state.pos or not state.src[-1:].isdigit():
            return rule(state, silent)
        source = state.src
        state.src = f"{source} "
        try:
            return rule(state, silent)
        finally:
            state.src = source

    return asked


def tex_brackets(state: StateInline, silent: bool) -> bool:
    r"""`\(…\)` and `\[…\]`: what people paste; plain CommonMark would silently drop the
    backslashes."""
    start = state.pos + 2
    opening = state.src[state.pos : start]
    closing, kind = _TEX_BRACKETS.get(opening, ("", ""))
    if not closing or not _unescaped(state):
        return False
    end = _closing(state, closing)
    if end < 0:
        return False
    if not silent:
        token = state.push(kind, "math", 0)
        token.content = state.src[start:end]
    state.pos = end + 2
    return True


def _closing(state: StateInline, bracket: str) -> int:
    """Where a bracket closes, or -1: searched in vain once, and not again for each bracket that
    opens behind it."""
    in_vain: dict[tuple[str, int], int] = state.__dict__.setdefault("never_closed", {})
    search = (bracket, state.posMax)
    # The end of what is parsed belongs to it: a link's text is parsed by itself.
    if state.pos >= in_vain.get(search, state.posMax):
        return -1
    end = state.src.find(bracket, state.pos + 2, state.posMax)
    if end < 0:
        in_vain[search] = state.pos
    return end


def _unescaped(state: StateInline) -> bool:
    start = state.pos
    while start and state.src[start - 1] == "\\":
        start -= 1
    return (state.pos - start) % 2 == 0


def stray_math(state: StateInline, silent: bool) -> bool:
    r"""Note a `$` or `\(` that opens a formula nobody closes; prices (`$5`, `5$`) are text."""
    if not silent and (_is_stray_dollar(state) or _is_stray_bracket(state)):
        token = state.push("stray_math", "", 0)
        token.meta["pos"] = state.pos
        token.hidden = True
    return False  # the sign itself stays text


def _is_stray_bracket(state: StateInline) -> bool:
    return state.src.startswith(r"\(", state.pos) and _unescaped(state)


def _is_stray_dollar(state: StateInline) -> bool:
    source, pos = state.src, state.pos
    before = source[pos - 1 : pos]  # nothing at the start: source[-1:0]
    after = source[pos + 1 : pos + 2]
    if source[pos] != "$" or not after:
        return False
    if after.isspace() or after.isdigit():
        return False  # $5, a $ sign
    return not before.isdigit() and before not in ("$", "\\")


def cloze(state: StateInline, silent: bool) -> bool:
    """Anki's `{{c1::answer::hint}}`; maths and code are their own tokens, so their braces and
    colons do not count."""
    # For each open cloze: has it a hint yet?
    clozes: list[bool] = state.__dict__.setdefault("open_clozes", [])
    pos = state.pos
    sign = content = state.src[pos : pos + 2]
    opening = _CLOZE_OPEN.match(state.src, pos)
    if opening:
        sign, content = opening[0], opening[1]
    kind = _cloze_token(sign, clozes)
    if not kind:
        return False
    if not silent:
        if len(clozes) <= MAX_CLOZES:
            token = state.push(kind, "", 0)
            token.content = content
            token.meta["pos"] = pos
            token.hidden = kind == "deep_cloze"
        _track(clozes, kind)
    state.pos += len(sign)
    return True


def _cloze_token(sign: str, clozes: list[bool]) -> str:
    """The type of token that a sign makes among the clozes that are open; empty if it makes
    none."""
    if sign.startswith("{{c"):
        return "cloze_open" if len(clozes) < MAX_CLOZES else "deep_cloze"
    if sign == "}}":
        return "cloze_close" if clozes else "stray_braces"
    if sign == "::" and clozes:
        return "double_hint" if clozes[-1] else "cloze_hint"
    return ""


def _track(clozes: list[bool], kind: str) -> None:
    if kind in ("cloze_open", "deep_cloze"):
        clozes.append(False)
    elif kind == "cloze_hint":
        clozes[-1] = True
    elif kind == "cloze_close":
        clozes.pop()
