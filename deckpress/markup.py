"""The only Markdown parser: text -> tokens -> neutral HTML, plain text and marks.

Neutral HTML is what a section looks like before an output makes it its own. Four things in it differ between outputs
and are therefore wrapped in control characters, which a page may not contain (`control-character`):

    maths    MATH or DISPLAY + TeX (HTML-escaped) + END
    media    MEDIA + target as written + END
    cloze    CLOZE + number + END … [HINT …] CLOSE
    links to cards stay `<a href="#id">`
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import normalize

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin
from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.token import Token as Lexeme
from pygments.util import ClassNotFound

from deckpress.model import Mark, Span

MATH, DISPLAY, END, MEDIA, CLOZE, HINT, CLOSE = map(chr, range(1, 8))

SAFE_TAGS = ("b", "br", "i", "kbd", "mark", "s", "small", "sub", "sup", "u", "wbr")
"""Raw HTML that may stand in a card, without attributes; all else is escaped and marked `raw-html`."""

SAFE_SCHEMES = ("http:", "https:", "mailto:")
"""Schemes a link may have; a target without a scheme points into the deck."""

_SAFE_TAG = re.compile(rf"</?(?:{'|'.join(SAFE_TAGS)})\s*/?>", re.IGNORECASE)
_CLOZE_OPEN = re.compile(r"\{\{c(\d+(?:,\d+)*)::")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_Rule = Callable[[StateInline, bool], bool]


def parse(text: str) -> list[Token]:
    """The block tokens of a page; `Token.map` holds true lines, `meta["pos"]` of an inline token its offset."""
    return _parser().parse(text)


@functools.cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(sub_plugin).use(superscript_plugin).use(amsmath_plugin)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    # Targets stay as written: Anki compares names without URL-decoding, and unsafe ones are reported, not hidden.
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    rules = md.inline.ruler
    rules.before("escape", "tex_brackets", _tex_brackets)
    for name in ("math_inline", "tex_brackets", "link", "image", "autolink", "html_inline"):
        rules.at(name, _positioned(_rule(md, name)))
    rules.after("tex_brackets", "stray_math", _stray_math)
    rules.before("math_inline", "cloze", _cloze)
    for name, render in _RENDER_RULES.items():
        md.renderer.rules[name] = render
    return md


def _rule(md: MarkdownIt, name: str) -> _Rule:
    return md.inline.ruler.__rules__[md.inline.ruler.__find__(name)].fn


def _positioned(rule: _Rule) -> _Rule:
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


def _tex_brackets(state: StateInline, silent: bool) -> bool:
    r"""`\(…\)` and `\[…\]`: what people paste; plain CommonMark would silently drop the backslashes."""
    opening = state.src[state.pos : state.pos + 2]
    if opening not in (r"\(", r"\[") or not _unescaped(state):
        return False
    end = state.src.find(r"\)" if opening == r"\(" else r"\]", state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("math_inline" if opening == r"\(" else "math_inline_double", "math", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _unescaped(state: StateInline) -> bool:
    before = state.src[: state.pos]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _stray_math(state: StateInline, silent: bool) -> bool:
    r"""Note a `$` or `\(` that opens a formula nobody closes; prices (`$5`, `5$`) are text."""
    char = state.src[state.pos]
    following = state.src[state.pos + 1 : state.pos + 2]
    if silent or char not in "$\\" or not following:
        return False
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    dollar = char == "$" and not (following.isspace() or following.isdigit() or before.isdigit() or before in ("$", "\\"))
    if dollar or (char == "\\" and following == "(" and _unescaped(state)):
        state.push("stray_math", "", 0).meta["pos"] = state.pos
    return False


def _cloze(state: StateInline, silent: bool) -> bool:
    """Anki's `{{c1::answer::hint}}`; maths and code are their own tokens, so their braces and colons do not count."""
    source, pos = state.src, state.pos
    depth: list[bool] = state.__dict__.setdefault("open_clozes", [])  # for each open cloze: has it a hint yet?
    opening = _CLOZE_OPEN.match(source, pos)
    if opening:
        kind, length, number = "cloze_open", opening.end() - pos, opening[1]
    elif depth and source.startswith("}}", pos):
        kind, length, number = "cloze_close", 2, ""
    elif depth and not depth[-1] and source.startswith("::", pos):
        kind, length, number = "cloze_hint", 2, ""
    else:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content, token.meta["pos"] = number, pos
        if opening:
            depth.append(False)
        elif kind == "cloze_hint":
            depth[-1] = True
        else:
            depth.pop()
    state.pos = pos + length
    return True


# --- neutral HTML -----------------------------------------------------------------------------------------------


def html(tokens: Sequence[Token]) -> str:
    """The neutral HTML of some block tokens; a single paragraph comes without its `<p>`."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return _parser().renderer.render(tokens, _parser().options, {}).strip("\n")


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
    return str(_parser().renderer.renderInlineAsText(token.children, _parser().options, {}))


def _link_open(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    target = str(tokens[i].attrs.get("href", ""))
    return f'<a href="{escape(target)}">' if safe_link(target) else "<a>"


def safe_link(target: str) -> bool:
    """Whether a link may stand in a card: no script, no file, no other scheme than the web's and mail."""
    scheme = _SCHEME.match(target.strip())
    return not scheme or scheme[0].lower() in SAFE_SCHEMES


def _raw_html(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    content = tokens[i].content
    if content.lstrip().startswith("<!--"):
        return ""
    return content if _SAFE_TAG.fullmatch(content.strip()) else escape(content)


def _fence(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    language = tokens[i].info.split()[0] if tokens[i].info.strip() else ""
    return f'<pre class="code" tabindex="0"><code>{highlight(tokens[i].content, language)}</code></pre>\n'


def _table_open(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    return '<div class="table"><table>\n'


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
    "cloze_open": _cloze_token,
    "cloze_hint": _cloze_token,
    "cloze_close": _cloze_token,
    "front_matter": lambda *_: "",
}


def known_language(name: str) -> bool:
    """Whether Pygments can highlight the language."""
    return _lexer(name) is not None


@functools.cache
def _lexer(name: str) -> Any:
    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


def highlight(code: str, language: str) -> str:
    """HTML of `code`; only lexemes that the style sheet colours get a span (Pygments' short class names)."""
    lexer = _lexer(language) if language else None
    code = code.rstrip("\n")
    if lexer is None:
        return escape(code, quote=False)
    pieces = []
    for kind, value in lex(code, lexer):
        name = _css_class(kind)
        text = escape(value, quote=False)
        pieces.append(f'<span class="{name}">{text}</span>' if name and value.strip() else text)
    return "".join(pieces).rstrip("\n")


@functools.cache
def _css_class(kind: Any) -> str:
    if kind in Lexeme.Comment:
        return "c"
    if kind in Lexeme.Literal.String:
        return "s"
    if kind in Lexeme.Literal.Number:
        return "m"
    if kind in Lexeme.Keyword or kind in Lexeme.Operator.Word:
        return "k"
    short = STANDARD_TYPES.get(kind, "")
    return short if short in ("nf", "nc", "nd", "nb", "bp", "nt", "na") else ""


# --- plain text and marks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Places:
    """Turns an offset inside an inline token into a place of the file."""

    path: str
    lines: Sequence[str]
    """The file's lines as parsed (NFC)."""
    stored: Sequence[str]
    """The same lines as stored: NFD files have more code points."""

    def at(self, line: int, column: int = 0) -> Span:
        """The span of a 0-based line and column."""
        if line < len(self.lines) and self.lines[line] != self.stored[line]:
            column = self._stored_column(line, column)
        return Span(self.path, line + 1, column + 1)

    def _stored_column(self, line: int, column: int) -> int:
        stored = self.stored[line]
        return next((i for i in range(len(stored)) if len(normalize("NFC", stored[: i + 1])) > column), len(stored))

    def inline(self, token_line: int, content: str, pos: int) -> Span:
        """The span of offset `pos` in an inline token's content that begins on 0-based line `token_line`."""
        before = content[:pos]
        row = before.count("\n")
        offset = pos - (before.rfind("\n") + 1)
        line = min(token_line + row, len(self.lines) - 1)
        piece = content.split("\n")[row]
        start = max(self.lines[line].find(piece.rstrip()), 0)
        return self.at(line, start + offset)


def text_and_marks(tokens: Sequence[Token], places: Places) -> tuple[str, tuple[Mark, ...]]:
    """What a reader sees of some block tokens, and everything in them that has a place of its own."""
    blocks: list[str] = []
    marks: list[Mark] = []
    line = 0
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type == "inline":
            blocks.append(_inline_text(token, line, places, marks))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
            marks.append(Mark("code", token.info.strip(), places.at(line)))
        elif token.type in ("math_block", "amsmath"):
            blocks.append(f"${token.content.strip()}$")
            marks.append(Mark("display-math", token.content, places.at(line)))
        elif token.type == "html_block":
            marks += _raw(token.content, places.at(line))
    return "\n".join(blocks), tuple(marks)


def _raw(content: str, span: Span) -> Iterator[Mark]:
    stripped = content.strip()
    if not stripped.startswith("<!--") and not _SAFE_TAG.fullmatch(stripped):
        yield Mark("raw-html", stripped.split("\n")[0], span)


def _inline_text(block: Token, line: int, places: Places, marks: list[Mark]) -> str:
    out: list[str] = []
    open_clozes: list[tuple[Token, int, int]] = []
    for token in block.children or ():
        kind = token.type
        if kind in ("text", "code_inline"):
            out.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            out.append("\n")
        elif kind in _INLINE_MARKS:
            out.append(_INLINE_MARKS[kind](token, places.inline(line, block.content, token.meta.get("pos", 0)), marks))
        elif kind == "cloze_open":
            open_clozes.append((token, len(out), token.level))
        elif kind == "cloze_hint":
            open_clozes.append((token, len(out), token.level))
            out.append(" ")
        elif kind == "cloze_close":
            _close_cloze(token, open_clozes, out, places, block.content, line, marks)
    for token, _, _ in open_clozes:
        if token.type == "cloze_open":
            marks.append(
                Mark("unclosed-cloze", token.content, places.inline(line, block.content, token.meta["pos"]))
            )
    return "".join(out)


def _close_cloze(
    close: Token,
    opened: list[tuple[Token, int, int]],
    out: list[str],
    places: Places,
    content: str,
    line: int,
    marks: list[Mark],
) -> None:
    end = len(out)
    if opened[-1][0].type == "cloze_hint":
        _, end, _ = opened.pop()
    token, start, level = opened.pop()
    span = places.inline(line, content, token.meta["pos"])
    marks.append(Mark("cloze", token.content, span, "".join(out[start:end])))
    if level != close.level:
        marks.append(Mark("crossing-cloze", token.content, span))
    del out[end:]  # a hint is not part of what the card says


def _math_text(token: Token, span: Span, marks: list[Mark]) -> str:
    marks.append(Mark("math" if token.type == "math_inline" else "display-math", token.content, span))
    return f"${token.content.strip()}$"


def _image_text(token: Token, span: Span, marks: list[Mark]) -> str:
    alt = alt_text(token)
    marks.append(Mark("image", str(token.attrs["src"]), span, alt.strip()))
    return alt


def _link_text(token: Token, span: Span, marks: list[Mark]) -> str:
    marks.append(Mark("link", str(token.attrs.get("href", "")), span))
    return ""


def _html_text(token: Token, span: Span, marks: list[Mark]) -> str:
    marks += _raw(token.content, span)
    return ""


def _stray_text(token: Token, span: Span, marks: list[Mark]) -> str:
    marks.append(Mark("stray-math", "", span))
    return ""


_INLINE_MARKS: dict[str, Callable[[Token, Span, list[Mark]], str]] = {
    "math_inline": _math_text,
    "math_inline_double": _math_text,
    "image": _image_text,
    "link_open": _link_text,
    "html_inline": _html_text,
    "stray_math": _stray_text,
}
