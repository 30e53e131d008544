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

from deckpress.markup import shortcuts, syntax

MAX_NESTING = 40
"""Levels of tokens after which markdown-it drops what is inside: a page that gets there is
faulty."""

_CHOICES = {"[ ] ": "choice", "[x] ": "choice right", "[X] ": "choice right"}
"""What a task-list item begins with (`- [x] …`, GFM §5.3), and the classes that it gets."""


def parse(text: str) -> list[Token]:
    """The block tokens of a page; `Token.map` holds true lines, `meta["pos"]` of an inline token
    its offset."""
    tokens = parser().parse(text)
    if "[ ]" in text or "[x]" in text or "[X]" in text:
        _mark_choices(tokens)
    return tokens


def _mark_choices(tokens: list[Token]) -> None:
    # `- [x] yes` is three tokens: the item, its paragraph, the text in it.
    for item, inline in zip(tokens, tokens[2:], strict=False):
        choice = _CHOICES.get(inline.content[:4])
        if choice is None or item.type != "list_item_open" or not inline.children:
            continue
        text = inline.children[0]
        if text.type == "text":
            item.attrSet("class", choice)
            text.content = text.content[4:]


class _Markdown(MarkdownIt):
    """Targets stay as written: Anki compares names without URL-decoding, and unsafe ones are
    reported, not hidden."""

    def normalizeLink(self, url: str) -> str:
        return url

    def validateLink(self, url: str) -> bool:
        return True


@functools.cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, sub- and superscript, maths, front matter and
    clozes."""
    md = _Markdown("commonmark", {"maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    for plugin in (front_matter_plugin, sub_plugin, superscript_plugin, amsmath_plugin):
        md.use(plugin)
    md.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,
        allow_labels=False,
        double_inline=True,
    )
    syntax.add_to(md)
    shortcuts.add_to(md)  # last: it looks at all rules
    return md
