"""The text of a page's bytes: UTF-8, UTF-16 with a mark, or an older encoding that its letters give
away."""

from __future__ import annotations

import re

GUESSES = (
    ("shift_jis", re.compile("[ぁ-ん]"), 0.15),
    ("euc_kr", re.compile("[가-힣]"), 0.6),
    ("gb18030", re.compile("[的是不了在有和这中大为一人什么]"), 0.04),
    ("cp1251", re.compile("[а-яёіїєґ]"), 0.7),
    ("cp1252", re.compile("[àâäáãåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÂÄÉÈÖÜÑÇ’‘“”–—…•€°«»¿¡]"), 0.9),
)
"""`(encoding, letters, share)`: how many of the characters beyond ASCII such letters must be."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")


def decoded(data: bytes) -> tuple[str, str, int]:
    """`(text, encoding, position of the first byte that is not UTF-8)`; the position is -1 if there
    is none.

    The encoding is empty if it is unknown, and then strange bytes are replaced.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16", -1
    try:
        return data.decode("utf-8-sig"), "utf-8", -1
    except UnicodeDecodeError as error:
        return *_guessed(data), error.start


def _guessed(data: bytes) -> tuple[str, str]:
    for encoding, letters, share in GUESSES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(letters.findall(text)) >= share * len(_FOREIGN.findall(text)):
            return text, encoding
    return data.decode("utf-8-sig", "replace"), ""
