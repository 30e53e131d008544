"""HTML of strangers as a tree: the only place where it is parsed for Markdown."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

_NO_SECTION = re.compile(
    r"<!\[(?!(?:if|else|endif|cdata|temp|ignore|include|rcdata)(?![-\w.]))", re.IGNORECASE
)
"""`(?<![a-z])`, in which Python's parser looks for a section like `<![CDATA[` and gives up."""

_LAST_WORD = re.compile(r"&(?=#?\w*\Z)")
"""`R&D` at the very end, of which bs4 drops the sign."""


def acceptable(html: str) -> str:
    """HTML that Python's parser reads without an error: what it would refuse is text."""
    return _NO_SECTION.sub("&lt;![", html) if "<![" in html else html


def parsed(html: str) -> BeautifulSoup:
    """The tree of a piece of HTML. Never raises for what HTML can be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(_LAST_WORD.sub("&amp;", acceptable(html)), "html.parser")
