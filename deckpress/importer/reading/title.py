"""The text of a question without what stands around it: numbers, level marks, emphasis, links to the page itself."""

from __future__ import annotations

import re

from deckpress.importer.reading import levels
from deckpress.importer.reading.page import Page

LONGEST = 3_000
"""Characters; a longer question is taken as it stands."""

_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}[、．.]\s*(?=\S)|[(\[]?#?\d{1,4}(?:\.\d{1,3})*\s*(?:[.)\]:、．。]|\s[-–—])+\s*(?![\d])|#\d{1,4}\s+|(?:\d️?⃣|🔟)+\s*|\d{1,4}\s+(?=[A-Z¿]))"
)
_SIGNS = re.compile(r"^(?:[❓❔🔹🔸👉📌✅💡🔷🔶▶➡✔❗📝🤔💬🟣🔵⚡❯»•]️?\s*)+")
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__|\*|_|~~)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_LINKED = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])+)\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)\)$")
SELF_LINK = re.compile(
    r"\s*\[[^\[\]\w]*\]\(#[^)]*\)\s*|\s*\[\[?(?:[↑⬆↥^]|top|toc|back)[^\]]*\]\(#[^)]*\)\]?\s*|\s*\{#[^}]*\}\s*$|\s*\((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{8,})\)\s*$",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^\s*[(\[]\d{1,3}\s?(?:points?|marks?|pts?|punkte?|puntos?|pontos?|баллов|балла?)[)\]]\s*|"
    r"\s*[(\[]\d{1,3}\s?(?:points?|marks?|pts?|punkte?|puntos?|pontos?|баллов|балла?)[)\]]\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\s*[\[(]\s*(\[[^\]]+\]\(https?://[^)\s]+\))\s*[\])]\s*$")


def is_points(text: str) -> bool:
    """Whether a text is nothing but the points that a question gives: `[2 marks]`."""
    return bool(_POINTS.fullmatch(text))


def titled(text: str, page: Page) -> dict[str, object]:
    """The fields of a Head that its text gives: `text`, `numbered`, `level`, `sources`."""
    text = " ".join(line.strip() for line in text.split("\n")).strip()
    if len(text) > LONGEST:
        return {"text": text, "numbered": False, "level": "", "sources": ""}
    text = SELF_LINK.sub(" ", text).strip().rstrip("#").strip()
    text = _SIGNS.sub("", text) or text
    level, numbered, sources = "", False, []
    text = _POINTS.sub("", text).strip() or text
    for _ in range(4):
        before = text
        text, found_level = levels.without_level(text, page.legend)
        level = level or found_level
        text, source = _unlinked(text)
        sources += [source] if source else []
        number = _NUMBER.match(text)
        if number and number.end() < len(text):
            numbered, text = True, text[number.end() :]
        text = unwrapped(text.strip()).strip()
        if text == before:
            break
    return {"text": text, "numbered": numbered, "level": level, "sources": "\n".join(sources)}


def _unlinked(text: str) -> tuple[str, str]:
    cited = _SOURCE.search(text)
    if cited:
        return text[: cited.start()], f"- {cited[1]}"
    linked = _LINKED.match(text)
    if not linked:
        return text, ""
    return linked[1], "" if linked[2].startswith("#") else f"- [{linked[1]}]({linked[2]})"


def unwrapped(text: str) -> str:
    """A text that is bold or italic as a whole, plain; a sign without its partner goes."""
    found = _WRAPPED.match(text)
    if found and found[1] not in found[2]:
        return found[2]
    trailing = re.search(r"(?<=[^\s*_\\])(\*{1,3}|_{2,3})$", text)
    if trailing and trailing[1] not in text[: trailing.start()]:
        text = text[: trailing.start()]
    return text.replace("**", "") if text.count("**") == 1 else text
