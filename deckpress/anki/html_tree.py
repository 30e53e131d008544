"""HTML of strangers as a tree: the only place where it is parsed for Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

DEEPEST = 60
"""Elements in elements; more are an attack on the stack of what goes through a tree."""

_IMAGE = re.compile(
    r"""
    <img\b (?: [^<>"'] | "[^"]*" | '[^']*' )*+ >   # <img src="a.png" alt="a > b">
    | <img\b [^<>]* >                              # <img src=a.png alt=it's>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_SECTION = re.compile(
    r"<!\[(?!(?:if|else|endif|cdata|temp|ignore|include|rcdata)(?![-\w.]))", re.IGNORECASE
)
"""`(?<![a-z])`, in which Python's parser looks for a section like `<![CDATA[` and gives up."""


def acceptable(html: str) -> str:
    """HTML that Python's parser reads without an error: what it would refuse is text."""
    return _NO_SECTION.sub("&lt;![", html) if "<![" in html else html


def parsed(html: str) -> BeautifulSoup:
    """The tree of a piece of HTML. Never raises for what HTML can be."""
    # bs4 would drop the sign of a last `R&D`, and ask whether `x` is the name of a file
    return BeautifulSoup(f"{acceptable(html)}\n", "html.parser")


def is_too_deep(tree: BeautifulSoup) -> bool:
    """Whether it is deeper than `DEEPEST`, looked at level by level."""
    level: list[Tag] = [tree]
    for _ in range(DEEPEST + 1):
        level = list(_children(level))
    return bool(level)


def _children(tags: Iterable[Tag]) -> Iterator[Tag]:
    for tag in tags:
        for node in tag.children:
            if isinstance(node, Tag):
                yield node


def nearest(siblings: Iterable[PageElement]) -> PageElement | None:
    """The first sibling that is more than blanks; None if there is none."""
    seen = (node for node in siblings if isinstance(node, Tag) or str(node).strip())
    return next(seen, None)


class Image(NamedTuple):
    """What an `<img>` shows."""

    source: str
    alternative: str
    """The text that stands for it; empty if it has none."""


def images(html: str) -> Iterator[Image]:
    """The pictures of a piece of HTML that have a source."""
    shown = map(_image, _IMAGE.finditer(html))
    return (image for image in shown if image.source)


def with_images(html: str, write: Callable[[Image], str]) -> str:
    """The HTML with each picture as `write` writes it; one without a source stays."""

    def written(found: re.Match[str]) -> str:
        image = _image(found)
        return write(image) if image.source else found[0]

    return _IMAGE.sub(written, html)


def _image(found: re.Match[str]) -> Image:
    element = parsed(found[0]).find("img")
    if not isinstance(element, Tag):  # an `<img-x>`
        return Image("", "")
    return Image(str(element.get("src") or ""), str(element.get("alt") or ""))
