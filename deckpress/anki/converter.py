"""The only markdownify: HTML that is a tree already -> Markdown as our own parser reads it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import Tag
from markdownify import MarkdownConverter

MODES = ("plain", "escaped", "tagged")
"""How Markdown's own signs are written: as they are; with a backslash; and emphasis as `<b>` and `<i>` too, for what
stars cannot say."""

BREAK = "\ue003"
"""Ends a line at a `<br>`: two in a row end a paragraph, one becomes a backslash."""

_SIGN = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\s|$)|[`*~^$]|\](?=[(\[:])|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
_LINE_START = re.compile(
    r"^(\s*)([#>+=-]|[:|](?=\s*:?-))|^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE
)
_INNER = re.compile(
    rf"[^\s{BREAK}](?:(?!\n\s*\n|{BREAK}\s*{BREAK})[\s\S])*?(?=\s*(?:\n\s*\n|{BREAK}\s*{BREAK}|\Z))"
)
"""What one emphasis can hold: up to the end of a paragraph, without the blanks around it."""
_STYLES = {
    "strong": re.compile(r"font-weight:(?:bold|[6-9]00)"),
    "em": re.compile(r"font-style:italic"),
    "u": re.compile(r"text-decoration(?:-line)?:underline"),
    "s": re.compile(r"text-decoration(?:-line)?:line-through"),
}

Convert = Callable[["_Converter", Tag, str, set[str]], str]


def styled(style: str) -> list[str]:
    """The elements that say what a `style` attribute does: Anki's editor writes one or the other, by system."""
    compact = style.replace(" ", "").lower()
    return [tag for tag, pattern in _STYLES.items() if pattern.search(compact)] if compact else []


def _emphasis(tag: str, sign: str = "") -> Convert:
    """A conversion to `sign` on both sides, or to a tag where Markdown has no sign; blanks inside move outside."""

    def convert(self: _Converter, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags:
            return text
        signed = sign and self.mode != "tagged"
        marks = (sign, sign) if signed else (f"<{tag}>", f"</{tag}>")
        return _INNER.sub(lambda m: f"{marks[0]}{m[0]}{marks[1]}", text)

    return convert


class _Converter(MarkdownConverter):
    """Markdown as our own parser reads it back: `<br>` stays a line break, code stays code, pictures stay in tables."""

    def __init__(self, mode: str) -> None:
        super().__init__(heading_style="ATX", bullets="-", autolinks=False)
        self.mode = mode

    convert_b = convert_strong = _emphasis("b", "**")
    convert_i = convert_em = _emphasis("i", "*")
    convert_s = convert_del = convert_strike = _emphasis("s", "~~")
    convert_u, convert_sub, convert_sup = _emphasis("u"), _emphasis("sub"), _emphasis("sup")
    convert_kbd, convert_mark, convert_small = (
        _emphasis("kbd"),
        _emphasis("mark"),
        _emphasis("small"),
    )

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if self.mode != "plain":
            text = _SIGN.sub(r"\\\g<0>", text)
            text = _LINE_START.sub(lambda m: f"{m[1] or m[3] or ''}\\{m[2] or m[4]}", text)
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        for tag in styled(str(el.get("style") or "")):
            text = getattr(self, f"convert_{tag}")(el, text, parent_tags)
        return text

    convert_font = convert_span

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}:
            return "<br>"
        return " " if "_noformat" in parent_tags else f"{BREAK}\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = str(el.get("src") or "")
        alt = (
            " ".join(str(el.get("alt") or "").split())
            or source.rpartition("/")[2].rpartition(".")[0]
        )
        return f"![{self.escape(alt, parent_tags)}]({source.replace(' ', '%20')})" if source else ""

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        before = next(
            (node for node in el.previous_siblings if isinstance(node, Tag) or str(node).strip()),
            None,
        )
        if isinstance(before, Tag) and before.name == el.name:  # another sign begins another list
            text = re.sub(r"(?m)^-(?= )", "*", re.sub(r"(?m)^(\d+)\.", r"\1)", text))
        return str(super().convert_list(el, text, parent_tags))  # type: ignore[misc]

    convert_ul = convert_ol = convert_list

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        target = str(el.get("href") or "").replace(" ", "%20")
        if target.count("(") != target.count(")"):
            target = target.replace("(", "%28").replace(")", "%29")
        if target:
            el["href"] = target
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        classes = [*(el.get("class") or ())]
        box = f"[{'x' if 'right' in classes else ' '}] " if "choice" in classes else ""
        return str(super().convert_li(el, box + text.lstrip() if box else text, parent_tags))  # type: ignore[misc]

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        pieces = (
            ("\n" if node.name == "br" else "") if isinstance(node, Tag) else node
            for node in el.descendants
        )
        code = "".join(map(str, pieces)).replace("\xa0", " ").strip("\n")
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""


def _language(el: Tag) -> str:
    """The language of a `<pre>`, from the class that highlighters give it or the code inside."""
    inside = el.find("code")
    classes = [
        str(name)
        for part in (el, inside)
        if isinstance(part, Tag)
        for name in part.get("class") or ()
    ]
    found = (
        re.match(r"(?:language-|lang-|highlight-source-|brush:)([\w+#-]+)$", name)
        for name in classes
    )
    return next((match[1] for match in found if match), "")


CONVERTERS = {mode: _Converter(mode) for mode in MODES}
