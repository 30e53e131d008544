"""A picture as text, element by element."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from deckpress.svg.vocabulary import SVG, XLINK


class Writer:
    """Writes elements without a prefix: all are in the root's namespace, which is SVG's."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._tag_open = False
        """Whether the last start tag still lacks its `>`."""

    def start(self, name: str, attributes: Iterable[tuple[str, str]]) -> None:
        """Begin an element."""
        namespaces = () if self._out else (("xmlns", SVG), ("xmlns:xlink", XLINK))
        self._close_tag()
        self._out.append(f"<{name}")
        for key, value in (*namespaces, *attributes):
            self._out.append(f' {key}="{_escaped(value)}"')
        self._tag_open = True

    def text(self, text: str) -> None:
        """Write text inside the element that is open."""
        if text:
            self._close_tag()
            self._out.append(escape(text, quote=False))

    def end(self, name: str) -> None:
        """End an element."""
        self._out.append("/>" if self._tag_open else f"</{name}>")
        self._tag_open = False

    def _close_tag(self) -> None:
        if self._tag_open:
            self._out.append(">")
            self._tag_open = False

    def written(self) -> bytes:
        """The whole picture."""
        return f"{''.join(self._out)}\n".encode()


def _escaped(value: str) -> str:
    """For an attribute; line ends and tabs as references, as XML readers make blanks of them."""
    text = escape(value, quote=False).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
