"""HTML inside a line of Markdown -> Markdown, as far as Markdown has it.

The line is no HTML: in it `<https://x.org>` is a link, `a <b` is text and `&lt;` must stay as it
is. A parser of HTML would not give that back, so only the tags that are known are rewritten.
"""

from __future__ import annotations

import re
from html import escape, unescape

from deckpress.anki.html_tree import Image, with_images
from deckpress.anki.rewriting import Replacement, rewritten, rules

LONGEST_LINE = 4_000
"""Characters; the HTML in a longer line stays as it is."""

_CODE_SPAN = re.compile(r"((`+)(?:(?!`).)+?\2(?!`))")


def _signed(sign: str) -> Replacement:
    """The content of an element between two signs; `** **` would be no emphasis, but stars."""

    def signed(element: re.Match[str]) -> str:
        inner = element[2]
        return f"{sign}{inner}{sign}" if inner.strip() else inner

    return signed


def _link(element: re.Match[str]) -> str:
    target, text = element.groups()
    return f"[{text}]({target})" if text.strip() else ""


_BEFORE_IMAGES = rules(
    # <a name="top"></a>
    (r"<a\s+(?:name|id)\s*=\s*[\"']?[^\"'<>]*[\"']?\s*/?>(?:\s*</a>)?", ""),
    (r"<(b|strong)>\s*(.{0,2000}?)\s*</\1>", _signed("**")),
    (r"<(i|em)>\s*(.{0,2000}?)\s*</\1>", _signed("*")),
    (r"<(code|tt|samp)>(.{0,2000}?)</\1>", _signed("`")),
    # what is left of these begins or ends in another line
    (r"</?(?:b|strong|i|em|code|tt)>", ""),
    flags=re.IGNORECASE,
)
_AFTER_IMAGES = rules(
    # a picture without a source
    (r"<img\b[^<>]*>", ""),
    # <a class="x" href="https://x.org">text</a>
    (
        r"""<a\b[^<>]*?\bhref\s*=\s*["']?([^"'<>\s]*)["']?[^<>]*>(.{0,1000}?)</a>""",
        _link,
    ),
    (
        r"""(?x) </? (?: article|body|center|div|figure|font|footer|header|html|label|main|nav|p
        |picture|section|small|source|span ) \b [^<>]* >""",
        "",
    ),
    (r"</a>", ""),
    flags=re.IGNORECASE,
)
_REFERENCES = rules(
    (
        r"&(?:nbsp|amp|quot|#39|apos|mdash|ndash|hellip|rarr);",
        lambda found: unescape(found[0]).replace("\xa0", " "),
    )
)


def inline(line: str) -> str:
    """A line whose inline HTML is Markdown, as far as Markdown has it; code spans stay."""
    if ("<" not in line and "&" not in line) or len(line) > LONGEST_LINE:
        return line
    # text, code span, its ticks, text …
    pieces = _CODE_SPAN.split(line)
    pieces[::3] = map(_converted, pieces[::3])
    del pieces[2::3]
    return "".join(pieces)


def _converted(text: str) -> str:
    if "<" in text:
        text = with_images(rewritten(text, _BEFORE_IMAGES), _markdown_image)
        text = rewritten(text, _AFTER_IMAGES)
    return rewritten(text, _REFERENCES)


def _markdown_image(image: Image) -> str:
    alternative = escape(image.alternative, quote=False)
    source = escape(image.source, quote=False)
    return f"![{alternative}]({source.replace(' ', '%20')})"
