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

from deckpress.markup import brackets
from deckpress.markup.highlight import first_word, highlight
from deckpress.markup.links import as_browsers_read, safe_link
from deckpress.markup.parser import parser

SAFE_TAGS = "b br i kbd mark s small sub sup u wbr".split()
"""Raw HTML that may stand in a card, without attributes; all else is escaped and marked
`raw-html`."""

_SAFE_TAG = re.compile(rf"</?(?:{'|'.join(SAFE_TAGS)})\s*/?>", re.IGNORECASE)


def html(tokens: Sequence[Token]) -> str:
    """The neutral HTML of some block tokens; a single paragraph comes without its `<p>`."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]  # <p>, the text, </p>
    rendered = _renderer().render(tokens, parser().options, {})
    return rendered.strip("\n")


def alt_text(image: Token) -> str:
    """The alternative text of an image token."""
    options = parser().options
    return _renderer().renderInlineAsText(image.children, options, {})


def is_safe_tag(content: str) -> bool:
    """Whether raw HTML may stand in a card as it is."""
    return bool(_SAFE_TAG.fullmatch(content.strip()))


@functools.cache
def _renderer() -> RendererHTML:
    renderer = RendererHTML()
    for kind, html_of in _HTML_OF.items():
        rule = _render_rule(html_of)
        renderer.rules[kind] = MethodType(rule, renderer)
    return renderer


def _render_rule(html_of: Callable[[Token], str]) -> Callable[..., str]:
    """A rule as markdown-it calls it; none of ours looks at the tokens around its own."""

    def rule(
        self: RendererHTML,
        tokens: Sequence[Token],
        index: int,
        options: Any,
        env: Any,
    ) -> str:
        return html_of(tokens[index])

    return rule


def _math(token: Token) -> str:
    bracket = brackets.MATH if token.type == "math_inline" else brackets.DISPLAY
    tex = escape(token.content.strip(), quote=False)
    return f"{bracket}{tex}{brackets.END}"


def _math_block(token: Token) -> str:
    return f"{_math(token)}\n"


def _image(token: Token) -> str:
    target = escape(str(token.attrs["src"]))
    alt = escape(alt_text(token))
    title = token.attrs.get("title")
    shown = f' title="{escape(str(title))}"' if title else ""
    return f'<img src="{brackets.MEDIA}{target}{brackets.END}" alt="{alt}"{shown}>'


def _link_open(token: Token) -> str:
    target = str(token.attrs.get("href", ""))
    if not safe_link(target):
        return "<a>"  # its text stays, and `unsafe-link` reports it
    return f'<a href="{escape(as_browsers_read(target))}">'


def _raw_html(token: Token) -> str:
    content = token.content
    if content.lstrip().startswith("<!--"):
        return ""
    return content if is_safe_tag(content) else escape(content)


def _code(token: Token) -> str:
    language = first_word(token.info)
    # tabindex: long lines are scrolled by keyboard, too
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
    "cloze_open": lambda token: f"{brackets.CLOZE}{token.content}{brackets.END}",
    "cloze_hint": lambda _: brackets.HINT,
    "cloze_close": lambda _: brackets.CLOSE,
}
"""The HTML of a token by its type; what is not here is rendered by markdown-it."""
