"""The only markdownify: HTML that is a tree already -> Markdown as our own parser reads it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import Tag
from markdownify import MarkdownConverter

from deckpress.anki.html_tree import nearest

MODES = ("plain", "escaped", "tagged")
"""How Markdown's own signs are written: as they are; with a backslash; and emphasis as `<b>` and
`<i>` too, for what stars cannot say."""

BREAK = "\ue003"
"""Ends a line at a `<br>`: two in a row end a paragraph, one becomes a backslash."""

_SIGN = re.compile(
    r"""
    \\ (?= [!-/:-@\[-`{-~] | \s | $ )      # a backslash before what it would escape
    | [`*~^$]
    | \] (?= [(\[:] )                      # [x](y), [x][y], [x]: y
    | (?<! [^\W_] ) _ | _ (?! [^\W_] )     # _x_, but not a_b
    | < (?= [A-Za-z/!?] )
    | & (?= \#?\w+; )                      # &amp;
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""
    ^ (\s*) ( [#>+=-] | [:|] (?= \s*:?- ) )    # "# x", "> x", "- x"; ": -" and "|--" of a table
    | ^ (\s*\d{1,9}) ([.)]) (?= \s | $ )       # "1. x"
    """,
    re.VERBOSE | re.MULTILINE,
)
_PARAGRAPH_END = rf"\n\s*\n | {BREAK}\s*{BREAK}"
_PARAGRAPH = re.compile(
    rf"[^\s{BREAK}] (?: (?! {_PARAGRAPH_END} ) [\s\S] )*? (?= \s* (?: {_PARAGRAPH_END} | \Z ) )",
    re.VERBOSE,
)
"""What one emphasis can hold: up to the end of a paragraph, without the blanks around it."""

_STYLES = {
    "strong": re.compile(r"font-weight:(?:bold|[6-9]00)"),
    "em": re.compile(r"font-style:italic"),
    "u": re.compile(r"text-decoration(?:-line)?:underline"),
    "s": re.compile(r"text-decoration(?:-line)?:line-through"),
}
_LANGUAGE = re.compile(r"(?:language-|lang-|highlight-source-|brush:)([\w+#-]+)$")

_CELLS = frozenset(("td", "th"))
_ONE_LINE = frozenset((*_CELLS, "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements that Markdown writes in one line."""

Convert = Callable[["_Converter", Tag, str, set[str]], str]


def styled(style: str) -> list[str]:
    """The elements that say what a `style` attribute does.

    Anki's editor writes one or the other, by system.
    """
    compact = style.replace(" ", "").lower()
    return [tag for tag, pattern in _STYLES.items() if pattern.search(compact)] if compact else []


def _emphasis(tag: str, sign: str = "") -> Convert:
    """A conversion to `sign` on both sides, or to a tag where Markdown has no sign.

    Blanks inside move outside.
    """

    def convert(
        self: _Converter,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        if "_noformat" in parent_tags:
            return text
        if sign and self.mode != "tagged":
            return _PARAGRAPH.sub(lambda found: f"{sign}{found[0]}{sign}", text)
        return _PARAGRAPH.sub(rf"<{tag}>\g<0></{tag}>", text)

    return convert


class _Converter(MarkdownConverter):
    """Markdown as our own parser reads it back.

    `<br>` stays a line break, code stays code, pictures stay in tables. The parameters of each
    `convert_` are markdownify's: `text` is what the element holds, converted already.
    """

    def __init__(self, mode: str) -> None:
        super().__init__(heading_style="ATX", bullets="-", autolinks=False)
        self.mode = mode

    convert_b = convert_strong = _emphasis("b", "**")
    convert_i = convert_em = _emphasis("i", "*")
    convert_s = convert_del = convert_strike = _emphasis("s", "~~")
    convert_u = _emphasis("u")
    convert_sub = _emphasis("sub")
    convert_sup = _emphasis("sup")
    convert_kbd = _emphasis("kbd")
    convert_mark = _emphasis("mark")
    convert_small = _emphasis("small")

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if self.mode != "plain":
            text = _SIGN.sub(r"\\\g<0>", text)
            text = _LINE_START.sub(r"\1\3\\\2\4", text)
        return text.replace("|", "\\|") if parent_tags & _CELLS else text

    def convert_span(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        for tag in styled(str(el.get("style") or "")):
            text = getattr(self, f"convert_{tag}")(el, text, parent_tags)
        return text

    convert_font = convert_span

    def convert_br(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        if parent_tags & _ONE_LINE:
            return "<br>"
        return " " if "_noformat" in parent_tags else f"{BREAK}\n"

    def convert_img(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        source = str(el.get("src") or "")
        if not source:
            return ""
        words = " ".join(str(el.get("alt") or "").split())
        alternative = words or source.rpartition("/")[2].rpartition(".")[0]
        return f"![{self.escape(alternative, parent_tags)}]({source.replace(' ', '%20')})"

    def convert_list(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        before = nearest(el.previous_siblings)
        if isinstance(before, Tag) and before.name == el.name:
            # another sign begins another list: `* x` after `- x`, `1) x` after `1. x`
            text = re.sub(r"(?m)^(\d+)\.", r"\1)", text)
            text = re.sub(r"(?m)^-(?= )", "*", text)
        return str(super().convert_list(el, text, parent_tags))  # type: ignore[misc]

    convert_ul = convert_ol = convert_list

    def convert_a(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        target = str(el.get("href") or "").replace(" ", "%20")
        if target.count("(") != target.count(")"):
            target = target.replace("(", "%28").replace(")", "%29")
        if target:
            el["href"] = target
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_li(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        classes = el.get("class") or ()
        if "choice" in classes:
            tick = "x" if "right" in classes else " "
            text = f"[{tick}] {text.lstrip()}"
        return str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]

    def convert_pre(
        self,
        el: Tag,
        text: str,
        parent_tags: set[str],
    ) -> str:
        code = _verbatim(el).replace("\xa0", " ").strip("\n")
        if not code.strip():
            return ""
        longest = max(map(len, re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"


def _verbatim(el: Tag) -> str:
    """The text in an element as it stands, `<br>` as a line feed."""
    pieces = []
    for node in el.descendants:
        if not isinstance(node, Tag):
            pieces.append(str(node))
        elif node.name == "br":
            pieces.append("\n")
    return "".join(pieces)


def _language(el: Tag) -> str:
    """The language of a `<pre>`, from the class that it or the `<code>` in it has."""
    for element in (el, el.find("code")):
        for name in (element.get("class") or ()) if isinstance(element, Tag) else ():
            language = _LANGUAGE.match(str(name))
            if language:
                return language[1]
    return ""


CONVERTERS = {mode: _Converter(mode) for mode in MODES}
