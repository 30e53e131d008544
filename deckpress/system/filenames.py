"""Names that every system can store: what is wrong with one, and what becomes of a foreign one."""

from __future__ import annotations

import hashlib
import re

HASH = 17
"""Bytes that a build or an import may add to a name: a hyphen and 16 digits of a hash."""

LONGEST_NAME = 255 - HASH
"""Bytes in UTF-8: Linux stores 255; Windows and macOS as many characters."""

LONGEST_PATH = 200
"""Characters below the deck's folder: Windows has 260, with the folders above."""

LONGEST_FOREIGN = 120
"""Bytes of a name that is taken over: Anki's own limit (rslib, MAX_MEDIA_FILENAME_LENGTH)."""

# learn.microsoft.com, "Naming Files, Paths, and Namespaces".
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line breaks, and bytes that are not UTF-8, as Python reads them."""


def fault(name: str) -> str:
    """Why some system cannot store a file or folder of this name; empty if all can."""
    if _CONTROL.search(name):
        return "a name that cannot be printed"
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return f"Windows stores no name with {forbidden[0]!r}"
    if name.endswith((".", " ")):
        return f"Windows stores no name that ends in {name[-1]!r}"
    if _is_device(name):
        device, _, _ = name.partition(".")
        return f"{device!r} is a device on Windows, and no file can be called so"
    size = len(name.encode("utf-8", "surrogateescape"))
    if size > LONGEST_NAME:
        return f"a name of {size} bytes; the limit is {LONGEST_NAME}"
    return ""


def safe(stem: str, suffix: str = "", otherwise: str = "file") -> str:
    """A name that every system can store; `otherwise` if nothing of the stem is left.

    One that had to be shortened has a hash of the whole stem, so that two long names stay two.
    """
    clean = re.sub(r"[^\w.-]+", "-", stem).strip("-.") or otherwise
    room = LONGEST_FOREIGN - len(suffix.encode())
    data = clean.encode()
    if len(data) > room:
        mark = hashlib.sha256(data).hexdigest()[:8]
        start = data[: room - len(mark) - 1].decode("utf-8", "ignore")
        clean = f"{start}-{mark}"
    if _is_device(clean):
        clean = f"{otherwise}-{clean}"
    return clean + suffix


def slug(text: str) -> str:
    """`deep-learning`: the letters of ASCII and digits of a text, with hyphens between."""
    words = re.findall("[a-z0-9]+", text.lower())
    return "-".join(words)


def _is_device(name: str) -> bool:
    """`aux`, `AUX.md`, `aux .tar.gz`."""
    first, _, _ = name.partition(".")
    return bool(_DEVICE.fullmatch(first.rstrip(" ")))
