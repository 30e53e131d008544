"""Pictures and sounds in a field: their names, other names for them, and those that it holds
itself."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import unquote

from deckpress import markup
from deckpress.anki.field_syntax import SOUND, outside_code, pieces
from deckpress.anki.html_tree import Image, images, with_images

_DIGEST = re.compile(r"-[0-9a-f]{16}$")
"""The end of a name that a build gave to a file."""

_DATA = re.compile(
    r"data:image/(png|jpe?g|gif|webp|avif|bmp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE
)


def media_names(html: str) -> list[str]:
    """The names of a field's pictures and sounds in the collection."""
    names: list[str] = []
    for piece, is_code in pieces(html):
        if not is_code:
            names += (unquote(image.source) for image in images(piece))
            names += SOUND.findall(piece)
    return names


def with_media(
    html: str,
    renamed: Mapping[str, str],
    known: Mapping[str, str],
) -> str:
    """The HTML with some media under other names, or without them (an empty name).

    Pictures get the alternative text that they will have in Markdown; `known` maps names in the
    collection to targets as an author writes them.
    """

    def sound(found: re.Match[str]) -> str:
        return "" if unescape(found[1]) in renamed else found[0]

    return outside_code(
        html,
        lambda piece: SOUND.sub(
            sound,
            with_pictures(
                piece,
                renamed,
                known,
            ),
        ),
    )


def with_pictures(
    html: str,
    renamed: Mapping[str, str],
    known: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """HTML outside of code with its pictures as `with_media` says."""

    def picture(image: Image) -> str:
        name = unquote(image.source)
        source = renamed.get(name, name)
        target = known.get(source, source)
        # without an alternative text, it gets the words of its file's name
        words = image.alternative or _DIGEST.sub("", target.rpartition("/")[2].rpartition(".")[0])
        alternative = escape(" ".join(words.split()))
        shown = f'<img src="{escape(source)}" alt="{alternative}">'
        return markup.literal(shown) if source else ""

    return with_images(html, picture)


def unpasted(html: str) -> tuple[str, dict[str, bytes]]:
    """The HTML with pictures that it holds itself (`data:`) as files, and those files by name."""
    pasted: dict[str, bytes] = {}

    def name(found: re.Match[str]) -> str:
        try:
            data = base64.b64decode(found[2], validate=False)
        except ValueError:
            return found[0]
        suffix = found[1].lower().replace("jpeg", "jpg").replace("+xml", "")
        chosen = f"pasted-{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
        pasted[chosen] = data
        return chosen

    return (_DATA.sub(name, html) if "data:image/" in html else html), pasted
