"""The text of a question without what stands around it: numbers, level marks, emphasis, links to
the page itself."""

from __future__ import annotations

import re
from dataclasses import replace

from deckpress.importer.reading import levels
from deckpress.importer.reading.page import Head, Page

LONGEST = 3_000
"""Characters; a longer question is taken as it stands."""

_NUMBER = re.compile(
    r"""
    [一二三四五六七八九十百]{1,4}[、．.]\s*(?=\S)      # 十二、什么是闭包
  | [(\[]?\#?\d{1,4}(?:\.\d{1,3})*\s*               # 3. What, (12) What, 1.2.3: What, 4 - What
    (?:[.)\]:、．。]|\s[-–—])+\s*(?![\d])
  | \#\d{1,4}\s+                                     # #7 What
  | (?:\d️?⃣|🔟)+\s*                                  # 1️⃣ What
  | \d{1,4}\s+(?=[A-Z¿])                             # 12 What
    """,
    re.VERBOSE,
)
# "❓ What", "👉 What"
_SIGNS = re.compile(r"^(?:[❓❔🔹🔸👉📌✅💡🔷🔶▶➡✔❗📝🤔💬🟣🔵⚡❯»•]️?\s*)+")
# "**What?**", "~~What?~~"
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__|\*|_|~~)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
# "[What?](#what)", "[What?](https://example.org/a_(b))"
_LINKED = re.compile(
    r"""
    \[((?:[^\[\]]|\[[^\]]*\])+)\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)\)$
    """,
    re.VERBOSE,
)
SELF_LINK = re.compile(
    r"""
    \s*\[[^\[\]\w]*\]\(\#[^)]*\)\s*                         # [🔗](#what-is-it)
  | \s*\[\[?(?:[↑⬆↥^]|top|toc|back)[^\]]*\]\(\#[^)]*\)\]?\s* # [[⬆]](#toc), [back to top](#top)
  | \s*\{\#[^}]*\}\s*$                                        # {#what-is-it}
  | \s*\((?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{8,})\)\s*$  # (the id of a program)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNITS = r"(?:points?|marks?|pts?|punkte?|puntos?|pontos?|баллов|балла?)"
# "[2 marks] What is …", "What is …? (5 pts)"
_POINTS = re.compile(
    rf"^\s*[(\[]\d{{1,3}}\s?{_UNITS}[)\]]\s*|\s*[(\[]\d{{1,3}}\s?{_UNITS}[)\]]\s*$", re.IGNORECASE
)
# "What? ([Source](https://example.org))"
_SOURCE = re.compile(r"\s*[\[(]\s*(\[[^\]]+\]\(https?://[^)\s]+\))\s*[\])]\s*$")


def is_points(text: str) -> bool:
    """Whether a text is nothing but the points that a question gives: `[2 marks]`."""
    return bool(_POINTS.fullmatch(text))


def with_title(head: Head, text: str, page: Page) -> Head:
    """A head with what its text gives: the question itself, its number, level and sources."""
    text = " ".join(line.strip() for line in text.split("\n")).strip()
    if len(text) > LONGEST:
        return replace(head, text=text)
    text = SELF_LINK.sub(" ", text).strip().rstrip("#").strip()
    text = _SIGNS.sub("", text) or text
    text = _POINTS.sub("", text).strip() or text
    level, numbered, sources = "", False, list[str]()
    # One inside the other, in any order: `**[3. What is it?](#3)** (easy)`.
    for _ in range(4):
        before = text
        text, own_level = levels.without_level(text, page.legend)
        level = level or own_level
        text, source = _unlinked(text)
        sources += [source] if source else []
        number = _NUMBER.match(text)
        if number and number.end() < len(text):
            numbered, text = True, text[number.end() :]
        text = unwrapped(text.strip()).strip()
        if text == before:
            break
    joined = "\n".join(sources)
    return replace(head, text=text, numbered=numbered, level=level, sources=joined)


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
