r"""Neutral HTML (see `markup`) made ready for a place: a field of an Anki note, or a page.

In Anki, formulas are `\(…\)` for its own MathJax, clozes are `{{c1::…}}`, and media are names in
one flat folder. On a page, formulas are typeset, clozes are filled or blank, and media are inlined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from pathlib import Path

from markupsafe import Markup

from deckpress import markup
from deckpress.deck import identity
from deckpress.formulas.typeset import Formula, Key, typeset
from deckpress.model import Card, Section

_MATH = re.compile(f"([{markup.MATH}{markup.DISPLAY}])([^{markup.END}]*){markup.END}")
_MATH_AND_STOP = re.compile(
    rf"""
    {_MATH.pattern}
    ((?:[.,;!?)\]%’”»…]|:(?!:))*)  # the punctuation behind it; `::` is syntax of clozes
    """,
    re.VERBOSE,
)
_MEDIA = re.compile(f"{markup.MEDIA}([^{markup.END}]*){markup.END}")

_INSIDE = f"[^{markup.CLOZE}{markup.CLOSE}{markup.HINT}]*"
_CLOZE = re.compile(
    rf"""
    {markup.CLOZE} (?P<numbers>[\d,]+) {markup.END}
    (?P<text>{_INSIDE})
    (?:{markup.HINT} (?P<hint>{_INSIDE}))?
    {markup.CLOSE}
    """,
    re.VERBOSE,
)
"""An innermost cloze, as Markdown's `{{c1::text::hint}}` has become."""

_CLOZE_IN_TEX = re.compile(r"\{\{c(\d{1,9}(?:,\d{1,9})*)::")
_INNERMOST_IN_TEX = re.compile(
    r"""
    \{\{c[\d,]+::
    ((?:(?!\{\{c|::).)*?)          # the text
    (?: ::(?:(?!\{\{c).)*? )?      # the hint
    \}\}(?!\})
    """,
    re.VERBOSE | re.DOTALL,
)

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_LIST_TAG = re.compile(r"</?ul>")
_TEXT_COMMAND = re.compile(r"\\text\{([^{}]*)\}")
_ESCAPED_IN_TEXT = re.compile(r"\\([_%&#$])")

_SIGNS = re.compile(r"\\[A-Za-z]+|[^\\{}^_\s]")
_SHORT = 24
"""Signs of a formula that need never be broken over two lines, even on a phone."""

_OPEN, _SEPARATE, _SHUT = "\x0e", "\x0f", "\x10"
"""Stand-ins for Anki's cloze syntax until the outermost cloze is written."""


def topics_line(card: Card) -> str:
    """The tags as a reader would say them: `dl::losses::hinge` -> "losses › hinge"."""
    topics = []
    for tag in card.tags:
        if tag.startswith(("level::", "facet::")):
            continue
        levels = tag.split("::")
        # The first level is the same for all cards of most decks.
        shown = " › ".join(levels[1:] or levels)
        topics.append(escape(shown.replace("-", " ")))
    return markup.literal(" · ".join(topics))


def cloze_numbers(section: Section) -> tuple[int, ...]:
    """The numbers of a section's clozes, sorted, each once; those inside formulas count."""
    numbers: set[int] = set()
    for mark in section.marks:
        lists: list[str] = []
        if mark.kind == "cloze":
            lists = [mark.value]
        elif mark.kind.endswith("math"):
            lists = _CLOZE_IN_TEX.findall(mark.value)
        for list_ in lists:  # "1,2" of {{c1,2::…}}
            numbers.update(map(int, list_.split(",")))
    return tuple(sorted(numbers))


def ordinals(card: Card) -> tuple[int, ...]:
    """The cards that the note has, from 0.

    genanki's own guess is wrong for nested clozes and for several templates.
    """
    if card.kind != "cloze":
        templates = identity.TEMPLATES.get(card.kind, ())
        return tuple(range(len(templates)))
    if not card.answer:
        return ()
    numbers = cloze_numbers(card.answer)
    return tuple([number - 1 for number in numbers if number])  # Anki's count from 1


# --- Anki ----------------------------------------------------------------------------------------


def anki(
    html: str,
    media: Mapping[str, str],
) -> str:
    """Neutral HTML as a field of an Anki note.

    `media` maps targets as written to names in the collection.
    """
    if "<a " in html:
        html = _LINK.sub(_link_for_anki, html)
    html = markup.literal(html)
    if markup.CLOZE in html:
        html = _clozes_for_anki(html)
    if markup.END in html:
        html = _MATH_AND_STOP.sub(_math_for_anki, html)
        html = _with_media(html, lambda target: media.get(target, target))
    return html


def _with_media(
    html: str,
    address: Callable[[str], str],
) -> str:
    """The HTML with the address of each picture."""

    def write(found: re.Match[str]) -> str:
        target = unescape(found[1])
        return escape(address(target))

    return _MEDIA.sub(write, html)


def _link_for_anki(found: re.Match[str]) -> str:
    """A link to another card is its text alone: Anki has no address for a card."""
    is_web = markup.web_link(unescape(found[1]))
    return found[0] if is_web else found[2]


def values(
    card: Card,
    media: Mapping[str, str],
) -> dict[str, str]:
    """The fields that hold what a card's author wrote, by name; an empty one may be missing."""
    found = {}
    for section in card.sections:
        found[section.name] = anki(section.html, media)
    if card.kind == "choice" and card.answer:
        found["Choices"] = choices(found["Answer"])
    found["Question"] = anki(card.question.html, media)
    return found


def choices(answer: str) -> str:
    """The options of a choice card for its front: the first list with ticks, without the ticks."""
    # Options can hold lists of their own: the list ends where as many are closed as were opened.
    start = answer.find('<ul>\n<li class="choice')
    if start < 0:
        return ""
    depth, end = 0, start
    for tag in _LIST_TAG.finditer(answer, start):
        depth += 1 if tag[0] == "<ul>" else -1
        end = tag.end()
        if not depth:
            break
    options = answer[start:end]
    return options.replace('<li class="choice right">', '<li class="choice">')


def _math_for_anki(found: re.Match[str]) -> str:
    tex = found[2]
    if r"\text{" in tex:  # Anki's MathJax has no textmacros: it would print the backslash of `\_`
        tex = _TEXT_COMMAND.sub(_without_backslashes, tex)
    if found[1] == markup.MATH:
        return _tied(rf"\({tex}\)", found)
    return _tied(rf'<span class="math-display" tabindex="0">\[{tex}\]</span>', found)


def _without_backslashes(text: re.Match[str]) -> str:
    """`\\text{a\\_b}` -> `\\text{a_b}`."""
    return _ESCAPED_IN_TEXT.sub(r"\1", text[0])


def _tied(
    made: str,
    found: re.Match[str],
) -> str:
    """A formula with the punctuation behind it: browsers break a line between `x` and its comma."""
    kind, tex, stop = found.groups()
    if not stop or kind == markup.DISPLAY:
        return made + stop
    signs = _SIGNS.findall(unescape(tex))
    if len(signs) > _SHORT:
        return made + stop
    return f'<span class="tie">{made}{stop}</span>'


def _clozes_for_anki(html: str) -> str:
    """Anki's cloze syntax, with everything inside made harmless that would end a cloze."""
    html = _each_cloze(html, _cloze_for_anki)
    html = html.replace(_OPEN, "{{")
    html = html.replace(_SHUT, "}}")
    return html.replace(_SEPARATE, "::")


def _each_cloze(
    html: str,
    write: Callable[[re.Match[str]], str],
) -> str:
    """The HTML with its clozes written, those inside others before them."""
    count = 1
    while count:
        html, count = _CLOZE.subn(write, html)
    return html


def _cloze_for_anki(found: re.Match[str]) -> str:
    parts = [f"c{found['numbers']}", _harmless(found["text"])]
    if found["hint"]:
        parts.append(_harmless(found["hint"]))
    return _OPEN + _SEPARATE.join(parts) + _SHUT


def _harmless(body: str) -> str:
    """Break up `}}`, `{{` and `::`: by a blank in TeX, by a character reference elsewhere.

    That it works is measured on Anki.
    """
    body = _MATH.sub(_harmless_tex, body)
    body = re.sub(r"(?<=\})\}", "&#125;", body)
    body = re.sub(r"(?<=\{)\{", "&#123;", body)
    body = body.replace("::", ":&#58;")
    # One at the end would be the third of `}}}`, of which Anki takes the first two.
    return f"{body[:-1]}&#125;" if body.endswith("}") else body


def _harmless_tex(found: re.Match[str]) -> str:
    spaced = re.sub(r"([{}])(?=\1)", r"\1 ", found[2])
    tex = spaced.replace("::", ":&#58;")
    return f"{found[1]}{tex}{markup.END}"


# --- pages ---------------------------------------------------------------------------------------


def page_html(
    neutral: str,
    typeset: Mapping[Key, Formula],
    media: Mapping[str, str],
    reveal: bool = True,
) -> Markup:
    """A section for print or the site: formulas typeset, media inlined, clozes filled.

    Clozes are blank if not `reveal`. `typeset` holds all its formulas, `media` the address of each
    target.
    """

    def math(found: re.Match[str]) -> str:
        tex = plain_tex(unescape(found[2]))
        formula = typeset[tex, found[1] == markup.DISPLAY]
        return _tied(formula.html, found)

    def cloze(found: re.Match[str]) -> str:
        shown = found["text"] if reveal else f"[{found['hint'] or '…'}]"
        return f'<span class="cloze">{shown}</span>'

    html = neutral
    if markup.CLOZE in html:
        html = _each_cloze(html, cloze)
    html = _MATH_AND_STOP.sub(math, html)
    if markup.MEDIA in html:
        html = _with_media(html, lambda target: media.get(target, ""))
    return Markup(html)


def plain_tex(tex: str) -> str:
    """A formula without the clozes that a cloze card may hold inside it."""
    if "{{c" in tex:
        for _ in range(markup.MAX_CLOZES):
            tex = _INNERMOST_IN_TEX.sub(r"\1", tex)
    return tex


def formulas(cards: Iterable[Card]) -> list[Key]:
    """All distinct formulas as `(TeX, display?)`, sorted: what `typeset` takes."""
    found = set()
    for card in cards:
        for section in card.parts:
            if markup.END in section.html:
                found.update(_MATH.findall(section.html))
    keys = set()
    for kind, tex in found:
        plain = plain_tex(unescape(tex))
        keys.add((plain, kind == markup.DISPLAY))
    return sorted(keys)


def typeset_all(
    cards: Iterable[Card],
    cache: Path,
) -> dict[Key, Formula]:
    """All formulas of some cards, typeset; `cache` is the folder that remembers them."""
    return typeset(formulas(cards), cache / "formulas.json")
