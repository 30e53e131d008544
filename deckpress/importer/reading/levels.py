"""Level marks of questions: emoji, stars, and words in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckpress.importer.reading.page_blocks import Block

LEVELS = {
    **dict.fromkeys("👶🟢🟩🌱🐣", "easy"),
    **dict.fromkeys("🟡🟨🟠", "medium"),
    **dict.fromkeys("🔴🟥🔥🌶", "hard"),
    **dict.fromkeys("🚀⚫💀", "expert"),
    **dict.fromkeys("⭐★☆", "stars"),
}
"""What a mark means where the page has no legend of its own."""

_STARS = ("easy", "medium", "hard", "expert")
"""One star and more."""

_SIGNS = "[" + "".join(LEVELS) + "]"
# "⭐⭐ What", "What 🟢"
_LEVEL_SIGNS = re.compile(rf"(?:^\s*((?:{_SIGNS}[️‍\s]*)+))|((?:[️‍\s]*{_SIGNS}[️‍]*)+)\s*[A-Za-z]?\s*$")
# "What (easy)", "What - **Difficulty: hard**"
_LEVEL_WORD = re.compile(
    r"""
    (?:\s{0,3}[-–—|:])?\s{0,3}[(\[{*_`]{1,4}\s{0,3}(?:level\s{0,3}:?\s{0,3}
    |difficulty\s{0,3}:?\s{0,3})?(easy|basic|beginner|junior|simple|medium|intermediate
    |middle|mid|regular|hard|advanced|difficult|senior|expert|fácil|media|difícil
    |leicht|mittel|schwer)\s*[)\]}*_`]+\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# ":star::star:"
_SHORTCODE = re.compile(
    r"""
    (?:^|\s+)(:(?:star|star2|fire|rocket|baby|small_\w+|large_\w+|diamond\w+
    |white_\w+|heavy_\w+|question|grey_\w+|pushpin|memo|bulb):\s*)+
    """,
    re.VERBOSE,
)
# " ****" behind a question
_UNFINISHED = re.compile(r"\s+\*\*\*(\**)\s*$")
# "🟢 = easy", in a legend
_PAIR = re.compile(rf"({_SIGNS})[️‍]*\s*[=:–—-]?\s*([A-Za-z]{{3,14}})")


def legend(blocks: Sequence[Block]) -> dict[str, str]:
    """What a page says its level marks mean."""
    for block in blocks[:80]:
        pairs = _PAIR.findall(block.text[:2000]) if block.kind == "paragraph" else []
        if len(pairs) > 1:
            return {sign: word.lower() for sign, word in pairs}
    return {}


def is_level(text: str) -> bool:
    """Whether a text is nothing but a level in brackets or emphasis: `*(Easy)*`."""
    found = _LEVEL_WORD.fullmatch(text.strip()) if len(text) < 60 else None
    return bool(found)


def without_level(text: str, legend: dict[str, str]) -> tuple[str, str]:
    """A question without its level mark, and the level."""
    if len(text) > 3000:
        return text, ""
    text = _UNFINISHED.sub(r"\1", _SHORTCODE.sub(" ", text)).strip()
    word = _LEVEL_WORD.search(text)
    if word and (word.start() or word[0].strip()[:1] in "[("):
        return text[: word.start()].rstrip(), word[1].lower()
    found = _LEVEL_SIGNS.search(text)
    if not found or found[0].strip() == text:
        return text, ""
    signs = re.findall(_SIGNS, found[0])
    level = legend.get(signs[0]) or LEVELS[signs[0]]
    if level == "stars":
        level = _STARS[min(len(signs), len(_STARS)) - 1]
    return (text[: found.start()] + text[found.end() :]).strip(), level
