"""Tokens -> neutral HTML."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from html import escape
from types import MethodType
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from deckpress.markup.brackets import CLOSE, CLOZE, DISPLAY, END, HINT, MATH, MEDIA
from deckpress.markup.highlight import first_word, highlight
from deckpress.markup.links import as_browsers_read, safe_link
from deckpress.markup.parser import parser

SAFE_TAGS = ("b", "br", "i", "kbd", "mark", "s", "small", "sub", "sup", "u", "wbr")
"""Raw HTML that may stand in a card, without attributes; all else is escaped and marked
`raw-html`."""

_SAFE_TAG = re.compile(rf"</?(?:{'|'.join(SAFE_TAGS)})\s*/?>", re.IGNORECASE)


def html(tokens: Sequence[Token]) -> str:
    """The neutral HTML of some block tokens; a single paragraph comes without its `<p>`."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return _renderer().render(tokens, parser().options, {}).strip("\n")


def alt_text(image: Token) -> str:
    """The alternative text of an image token."""
    return _renderer().renderInlineAsText(image.children, parser().options, {})


def is_safe_tag(content: str) -> bool:
    """Whether raw HTML may stand in a card as it is."""
    return bool(_SAFE_TAG.fullmatch(content.strip()))


@functools.cache
def _renderer() -> RendererHTML:
    renderer = RendererHTML()
    for kind, html_of in _HTML_OF.items():
        renderer.rules[kind] = MethodType(_render_rule(html_of), renderer)
    return renderer


def _render_rule(html_of: Callable[[Token], str]) -> Callable[..., str]:
    """A rule as markdown-it calls it; none of ours looks at the tokens around its own."""

    def rule(
        self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
    ) -> str:
        return html_of(tokens[index])

    return rule


def _math(token: Token) -> str:
    bracket = MATH if token.type == "math_inline" else DISPLAY
    tex = escape(token.content.strip(), quote=False)
    return f"{bracket}{tex}{END}"


def _math_block(token: Token) -> str:
    return f"{_math(token)}\n"


def _image(token: Token) -> str:
    target = escape(str(token.attrs["src"]))
    alt = escape(alt_text(token))
    title = escape(str(token.attrs.get("title") or ""))
    titled = f' title="{title}"' if title else ""
    return f'<img src="{MEDIA}{target}{END}" alt="{alt}"{titled}>'


def _link_open(token: Token) -> str:
    target = str(token.attrs.get("href", ""))
    if not safe_link(target):
        return "<a>"
    return f'<a href="{escape(as_browsers_read(target))}">'


def _raw_html(token: Token) -> str:
    if token.content.lstrip().startswith("<!--"):
        return ""
    if is_safe_tag(token.content):
        return token.content
    return escape(token.content)


def _code(token: Token) -> str:
    language = first_word(token.info)
    css_class = f' class="language-{escape(language)}"' if language else ""
    row = token.map[0] if token.map else 0
    code = highlight(token.content, token.info, row).html
    return f'<pre class="code" tabindex="0"><code{css_class}>{code}</code></pre>\n'


_HTML_OF: dict[str, Callable[[Token], str]] = {
    "math_inline": _math,
    "math_inline_double": _math,
    "math_block": _math_block,
    "amsmath": _math_block,
    "image": _image,
    "link_open": _link_open,
    "html_inline": _raw_html,
    "html_block": _raw_html,
    "fence": _code,
    "code_block": _code,
    "table_open": lambda _: '<div class="table" tabindex="0"><table>\n',
    "table_close": lambda _: "</table></div>\n",
    "stray_braces": lambda token: token.content,
    "double_hint": lambda token: token.content,
    "cloze_open": lambda token: f"{CLOZE}{token.content}{END}",
    "cloze_hint": lambda _: HINT,
    "cloze_close": lambda _: CLOSE,
}
"""The HTML of a token by its type; what is not here is rendered by markdown-it."""
