r"""Neutral HTML (see `markup`) made ready for a place: a field of an Anki note, or a page.

In Anki, formulas are `\(…\)` for its own MathJax, clozes are `{{c1::…}}`, and media are names in one flat folder.
On a page, formulas are typeset, clozes are filled or blank, and media are inlined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from pathlib import Path

from markupsafe import Markup

from deckpress import markup
from deckpress.deck import identity
from deckpress.formulas.typeset import Formula, Key, typeset
from deckpress.model import Card, Section

_MATH = re.compile(f"([{markup.MATH}{markup.DISPLAY}])([^{markup.END}]*){markup.END}")
_MATH_AND_STOP = re.compile(f"{_MATH.pattern}((?:[.,;!?)\\]%’”»…]|:(?!:))*)")
_SIGNS = re.compile(r"\\[A-Za-z]+|[^\\{}^_\s]")
_SHORT = 24
"""Signs of a formula that need never be broken over two lines, even on a phone."""
_MEDIA = re.compile(f"{markup.MEDIA}([^{markup.END}]*){markup.END}")
_INSIDE = f"[^{markup.CLOZE}{markup.CLOSE}{markup.HINT}]*"
_CLOZE = re.compile(
    f"{markup.CLOZE}([\\d,]+){markup.END}({_INSIDE})(?:{markup.HINT}({_INSIDE}))?{markup.CLOSE}"
)
_CLOZE_IN_TEX = re.compile(r"\{\{c(\d{1,9}(?:,\d{1,9})*)::")
_INNERMOST_IN_TEX = re.compile(
    r"\{\{c[\d,]+::((?:(?!\{\{c|::).)*?)(?:::(?:(?!\{\{c).)*?)?\}\}(?!\})", re.DOTALL
)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_LIST_TAG = re.compile(r"</?ul>")
_TEXT_COMMAND = re.compile(r"\\text\{([^{}]*)\}")
_OPEN, _SEPARATE, _SHUT = "\x0e", "\x0f", "\x10"
"""Stand-ins for Anki's cloze syntax until the outermost cloze is written."""


def topics_line(card: Card) -> str:
    """The tags as a reader would say them: `dl::gradients::vanishing` -> "gradients › vanishing"."""
    topics = (tag.split("::") for tag in card.tags if not tag.startswith(("level::", "facet::")))
    said = (escape(" › ".join(parts[1:] or parts).replace("-", " ")) for parts in topics)
    return markup.literal(" · ".join(said))


def cloze_numbers(section: Section) -> tuple[int, ...]:
    """The numbers of a section's clozes, sorted, each once; those inside formulas count."""
    marks = [m.value for m in section.marks if m.kind == "cloze"]
    inside = [
        n for m in section.marks if m.kind.endswith("math") for n in _CLOZE_IN_TEX.findall(m.value)
    ]
    return tuple(sorted({int(n) for value in (*marks, *inside) for n in value.split(",")}))


def ordinals(card: Card) -> tuple[int, ...]:
    """The cards that the note has, from 0; genanki's own guess is wrong for nested clozes and several templates."""
    if card.kind == "cloze":
        return tuple(n - 1 for n in cloze_numbers(card.answer) if n) if card.answer else ()
    return tuple(range(len(identity.TEMPLATES.get(card.kind, ()))))


# --- Anki -------------------------------------------------------------------------------------------------------


def field(section: Section, media: Mapping[str, str]) -> str:
    """A section as a field of an Anki note; `media` maps targets as written to names in the collection."""
    return anki(section.html, media)


def anki(html: str, media: Mapping[str, str]) -> str:
    """Neutral HTML as a field of an Anki note."""
    if "<a " in html:
        html = _LINK.sub(_link_for_anki, html)
    html = markup.literal(html)
    if markup.CLOZE in html:
        html = _clozes_for_anki(html)
    if markup.END in html:
        html = _MATH_AND_STOP.sub(_math_for_anki, html)
        html = _MEDIA.sub(lambda m: escape(media.get(unescape(m[1]), unescape(m[1]))), html)
    return html


def _link_for_anki(found: re.Match[str]) -> str:
    """A link to another card is its text alone: Anki has no address for a card."""
    return found[0] if markup.web_link(unescape(found[1])) else found[2]


def values(card: Card, media: Mapping[str, str]) -> dict[str, str]:
    """The fields that hold what a card's author wrote, by name; an empty one may be missing."""
    found = {section.name: field(section, media) for section in card.sections}
    if card.kind == "choice" and card.answer:
        found["Choices"] = choices(found["Answer"])
    return found | {"Question": field(card.question, media)}


def choices(answer: str) -> str:
    """The options of a choice card for its front: the first list with ticks in the answer, without them."""
    start = answer.find('<ul>\n<li class="choice')
    if start < 0:
        return ""
    depth, end = 0, start
    for tag in _LIST_TAG.finditer(answer, start):
        depth += -1 if tag[0].startswith("</") else 1
        end = tag.end()
        if not depth:
            break
    return answer[start:end].replace('<li class="choice right">', '<li class="choice">')


def _math_for_anki(found: re.Match[str]) -> str:
    tex = found[2]
    if r"\text{" in tex:  # Anki's MathJax has no textmacros: it would print the backslash of `\_`
        tex = _TEXT_COMMAND.sub(lambda m: re.sub(r"\\([_%&#$])", r"\1", m[0]), tex)
    inline = found[1] == markup.MATH
    return _tied(
        rf"\({tex}\)" if inline else rf'<span class="math-display" tabindex="0">\[{tex}\]</span>',
        found,
    )


def _tied(made: str, found: re.Match[str]) -> str:
    """A formula with the punctuation after it: browsers break a line even between `x` and its comma."""
    if found[3] and found[1] == markup.MATH and len(_SIGNS.findall(unescape(found[2]))) <= _SHORT:
        return f'<span class="tie">{made}{found[3]}</span>'
    return made + found[3]


def _clozes_for_anki(html: str) -> str:
    """Anki's cloze syntax, innermost first, with everything inside made harmless that would end a cloze."""

    def write(found: re.Match[str]) -> str:
        hint = f"{_SEPARATE}{_harmless(found[3])}" if found[3] else ""
        return f"{_OPEN}c{found[1]}{_SEPARATE}{_harmless(found[2])}{hint}{_SHUT}"

    count = 1
    while count:
        html, count = _CLOZE.subn(write, html)
    return html.replace(_OPEN, "{{").replace(_SEPARATE, "::").replace(_SHUT, "}}")


def _harmless(body: str) -> str:
    """Break up `}}`, `{{` and `::`: by a blank in TeX, by a character reference elsewhere (both measured on Anki)."""

    def tex(found: re.Match[str]) -> str:
        spaced = re.sub(r"([{}])(?=\1)", r"\1 ", found[2])
        return f"{found[1]}{spaced.replace('::', ':&#58;')}{markup.END}"

    body = _MATH.sub(tex, body)
    body = re.sub(r"(?<=\})\}", "&#125;", body)
    body = re.sub(r"(?<=\{)\{", "&#123;", body).replace("::", ":&#58;")
    return f"{body[:-1]}&#125;" if body.endswith("}") else body


# --- pages ------------------------------------------------------------------------------------------------------


def page_html(
    neutral: str, typeset: Mapping[Key, Formula], media: Mapping[str, str], reveal: bool = True
) -> Markup:
    """A section for print or the site: formulas typeset, media inlined, clozes filled or (not `reveal`) blank."""

    def math(found: re.Match[str]) -> str:
        return _tied(typeset[plain_tex(unescape(found[2])), found[1] == markup.DISPLAY].html, found)

    def cloze(found: re.Match[str]) -> str:
        return f'<span class="cloze">{found[2] if reveal else "[" + (found[3] or "…") + "]"}</span>'

    count = 1 if markup.CLOZE in neutral else 0
    while count:
        neutral, count = _CLOZE.subn(cloze, neutral)
    html = _MATH_AND_STOP.sub(math, neutral)
    return Markup(
        _MEDIA.sub(lambda m: escape(media.get(unescape(m[1]), "")), html)
        if markup.MEDIA in html
        else html
    )


def plain_tex(tex: str) -> str:
    """A formula without the clozes that a cloze card may hold inside it."""
    for _ in range(markup.MAX_CLOZES if "{{c" in tex else 0):
        tex = _INNERMOST_IN_TEX.sub(r"\1", tex)
    return tex


def formulas(cards: Iterable[Card]) -> list[tuple[str, bool]]:
    """All distinct formulas as `(TeX, display?)`, sorted: what `typeset` takes."""
    sections = (
        section.html for card in cards for section in card.parts if markup.END in section.html
    )
    found = {(m[2], m[1] == markup.DISPLAY) for html in sections for m in _MATH.finditer(html)}
    return sorted({(plain_tex(unescape(tex)), display) for tex, display in found})


def typeset_all(cards: Iterable[Card], cache: Path) -> dict[Key, Formula]:
    """All formulas of some cards, typeset; `cache` is the folder that remembers them."""
    return typeset(formulas(cards), cache / "formulas.json")
