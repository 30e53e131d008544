"""Tokens -> neutral HTML."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from deckpress.markup.brackets import CLOSE, CLOZE, DISPLAY, END, HINT, MATH, MEDIA
from deckpress.markup.highlight import first_word, highlight
from deckpress.markup.parser import parser

SAFE_TAGS = ("b", "br", "i", "kbd", "mark", "s", "small", "sub", "sup", "u", "wbr")
"""Raw HTML that may stand in a card, without attributes; all else is escaped and marked `raw-html`."""

SAFE_SCHEMES = ("http", "https", "mailto")
"""Schemes a link may have; a target without a scheme points into the deck."""

_SAFE_TAG = re.compile(rf"</?(?:{'|'.join(SAFE_TAGS)})\s*/?>", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

_PLACEHOLDER = re.compile(r"\{(?:id|path|line)\}")
_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\{}|^\x00-\x1f\x7f-\x9f]+""", re.IGNORECASE)


def html(tokens: Sequence[Token]) -> str:
    """The neutral HTML of some block tokens; a single paragraph comes without its `<p>`."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return _renderer().render(tokens, parser().options, {}).strip("\n")


def _math(wrapper: str, after: str = "") -> Callable[..., str]:
    def render(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
        return wrapper + escape(tokens[i].content.strip(), quote=False) + END + after

    return render


def _image(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    token = tokens[i]
    title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
    return f'<img src="{MEDIA}{escape(str(token.attrs["src"]))}{END}" alt="{escape(alt_text(token))}"{title}>'


def alt_text(token: Token) -> str:
    """The alternative text of an image token."""
    return _renderer().renderInlineAsText(token.children, parser().options, {})


def _link_open(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    target = str(tokens[i].attrs.get("href", ""))
    return f'<a href="{escape(_as_browsers_read(target))}">' if safe_link(target) else "<a>"


def safe_link(target: str) -> bool:
    """Whether a link may stand in a card: to the web, to a mail address, or into the deck.

    Not to a script, nor to a file: a path from the root (`/etc`) or a host (`//host`, `\\\\host`)
    is a file of the learner's where the page is one.
    """
    if _as_browsers_read(target).startswith(("/", "\\")):
        return False
    return _scheme(target) in ("", *SAFE_SCHEMES)


def web_link(target: str) -> bool:
    """Whether a safe link leads out of the deck."""
    return _scheme(target) in SAFE_SCHEMES


def web_address(address: str) -> bool:
    """Whether an address of deckpress.toml leads to the web and can stand where it is meant to.

    That is in an attribute, and in an Anki template, where `{{` begins a field; `{id}`, `{path}` and
    `{line}` are filled in.
    """
    return bool(_ADDRESS.fullmatch(_PLACEHOLDER.sub("", address)))


def _scheme(target: str) -> str:
    found = _SCHEME.match(_as_browsers_read(target))
    return found[1].lower() if found else ""


def _as_browsers_read(target: str) -> str:
    """The target without what browsers skip: `java&Tab;script:` is a script (WHATWG URL, §4.4)."""
    return _CONTROL.sub("", target).strip()


def _raw_html(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    content = tokens[i].content
    if content.lstrip().startswith("<!--"):
        return ""
    return content if is_safe_tag(content) else escape(content)


def is_safe_tag(content: str) -> bool:
    """Whether raw HTML may stand in a card as it is."""
    return bool(_SAFE_TAG.fullmatch(content.strip()))


def _fence(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    token, language = tokens[i], first_word(tokens[i].info)
    name = f' class="language-{escape(language)}"' if language else ""
    code = highlight(token.content, token.info, (token.map or [0])[0]).html
    return f'<pre class="code" tabindex="0"><code{name}>{code}</code></pre>\n'


def _table_open(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    return '<div class="table" tabindex="0"><table>\n'


def _cloze_token(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    token = tokens[i]
    return {"cloze_open": CLOZE + token.content + END, "cloze_hint": HINT}.get(token.type, CLOSE)


_RENDER_RULES: dict[str, Callable[..., str]] = {
    "math_inline": _math(MATH),
    "math_inline_double": _math(DISPLAY),
    "math_block": _math(DISPLAY, "\n"),
    "amsmath": _math(DISPLAY, "\n"),
    "image": _image,
    "link_open": _link_open,
    "html_inline": _raw_html,
    "html_block": _raw_html,
    "fence": _fence,
    "code_block": _fence,
    "table_open": _table_open,
    "table_close": lambda *_: "</table></div>\n",
    "stray_math": lambda *_: "",
    "stray_braces": lambda *_: "}}",
    "double_hint": lambda *_: "::",
    "deep_cloze": lambda *_: "",
    "cloze_open": _cloze_token,
    "cloze_hint": _cloze_token,
    "cloze_close": _cloze_token,
    "front_matter": lambda *_: "",
}


@functools.cache
def _renderer() -> RendererHTML:
    made = RendererHTML()
    made.rules = {**made.rules, **_RENDER_RULES}  # type: ignore[dict-item]
    return made
