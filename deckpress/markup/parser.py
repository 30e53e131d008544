"""The one configured markdown-it parser."""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from deckpress.markup import rules

MAX_NESTING = 40
"""Levels of tokens after which markdown-it drops what is inside: a page that gets there is faulty."""


def parse(text: str) -> list[Token]:
    """The block tokens of a page; `Token.map` holds true lines, `meta["pos"]` of an inline token its offset."""
    tokens = parser().parse(text)
    if "[ ]" in text or "[x]" in text or "[X]" in text:
        _mark_choices(tokens)
    return tokens


def _mark_choices(tokens: list[Token]) -> None:
    """Task-list items (`- [x] …`, GFM §5.3) get the class `choice`, and `right` if they are ticked."""
    for item, inline in zip(tokens, tokens[2:], strict=False):
        children = inline.children or []
        box = inline.content[:4]
        if (
            item.type == "list_item_open"
            and box in ("[ ] ", "[x] ", "[X] ")
            and children
            and children[0].type == "text"
        ):
            item.attrSet("class", "choice" if box == "[ ] " else "choice right")
            children[0].content = children[0].content[4:]


@functools.cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, sub- and superscript, maths, front matter and clozes."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(sub_plugin).use(superscript_plugin).use(amsmath_plugin)
    md.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,
        allow_labels=False,
        double_inline=True,
    )
    # Targets stay as written: Anki compares names without URL-decoding, and unsafe ones are reported, not hidden.
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.core.ruler.at("inline", rules.inline)
    inline = md.inline.ruler
    inline.before("escape", "tex_brackets", rules.tex_brackets)
    inline.at(
        "math_inline", rules.from_the_start(inline.__rules__[inline.__find__("math_inline")].fn)
    )
    for name in ("math_inline", "tex_brackets", "link", "image", "autolink", "html_inline"):
        inline.at(name, rules.with_position(inline.__rules__[inline.__find__(name)].fn))
    inline.after("tex_brackets", "stray_math", rules.stray_math)
    inline.before("math_inline", "cloze", rules.cloze)
    block = md.block.ruler
    for name in ("math_block", "amsmath"):
        old = block.__rules__[block.__find__(name)]
        block.at(name, rules.with_an_end(old.fn), {"alt": old.alt})
    rules.ask_by_character(block, rules.BLOCK_STARTS, rules.block_rule)
    block.enable("code")  # the others ask whether it is
    rules.ask_by_character(inline, rules.INLINE_STARTS, rules.inline_rule)
    return md
