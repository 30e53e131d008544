"""The cards of the site, as HTML: their sections, and what the page's script makes their foot of.

Here and not in Jinja, which would take twice as long for 10,000 cards; and without quotes that HTML
can do without, since each stands there a thousand times.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

from deckpress.deck.config import Config
from deckpress.kinds import fields
from deckpress.model import Card, Note
from deckpress.outputs._edition import Edition, filled_sections, media_of, unlinked
from deckpress.outputs._tags import TRAITS

LINK = '<a href="#{id}">'
"""What opens a link to a card."""

FRAMES = {
    "Question": '<section class="front told">{}</section>',
    "Hint": "<details class=hint><summary>Hint</summary>{}</details>",
    "Answer": "<section class=reply>{}</section>",
    "Notes": "<aside class=notes>{}</aside>",
    "Analogy": "<details class=analogy><summary>Analogy</summary>{}</details>",
    "Application": "<details class=application><summary>Application</summary>{}</details>",
    "Sources": "<div class=sources><b>Sources</b>{}</div>",
}
"""A card's sections in reading order, and what stands around each."""

CHOICES_FRAME = '<section class="reply choices">{}</section>'
"""What stands around the answer of a choice card."""

ENTRY = (
    "<article id={id}{kind} data-line={line}{tags}><details><summary><h4>{title}</h4></summary>"
    "<div class=sheet{direction}>{body}</div></details></article>\n"
)
"""A card; `{title}` and `{body}` are neutral HTML: a whole chapter at once is typeset sooner."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_FORGES = {
    "https://github.com/": "{}/blob/HEAD/{{path}}?plain=1#L{{line}}",
    "https://gitlab.com/": "{}/-/blob/HEAD/{{path}}?plain=1#L{{line}}",
}
"""How a forge addresses a line of a file in the newest commit."""


def cards(notes: Sequence[Note], edition: Edition) -> Markup:
    """The cards of one chapter, whose notes come from one page: a target means one file in all."""
    pictures = {target: f"media/{name}" for target, name, _ in media_of(notes)}
    entries = [_entry(note.card, pictures, edition) for note in notes]
    html = edition.html("".join(entries), pictures)
    return adapted(html)


def adapted(html: Markup) -> Markup:
    """HTML of a page as the site has it: pictures load when seen, wide formulas scroll."""
    text = str(html).replace('class="math display"', 'class="math math-display"')
    return Markup(text.replace("<img ", '<img loading="lazy" '))


def _entry(
    card: Card,
    pictures: Mapping[str, str],
    edition: Edition,
) -> str:
    kind = card.kind
    sections = filled_sections(card)
    pieces = []
    if "Answer" in sections:
        answer = sections["Answer"].html
        pieces.append(_blank(kind, answer, pictures, edition))
    for name, frame in FRAMES.items():
        if name not in sections:
            continue
        if name == "Answer" and kind == "choice":
            frame = CHOICES_FRAME
        html = sections[name].html
        pieces.append(frame.replace("{}", html))
    body = edition.linked("".join(pieces))
    return ENTRY.format(
        id=card.id,
        kind="" if kind == "basic" else f" data-kind={kind}",
        line=card.span.line,
        tags=_tags_attribute(card.tags),
        title=unlinked(card.title.html),
        direction=" dir=auto" if _has_right_to_left(body) else "",
        body=body,
    )


def _blank(
    kind: str,
    answer: str,
    pictures: Mapping[str, str],
    edition: Edition,
) -> str:
    """What the self-test asks with: the cloze's blanks, the choice's options."""
    if kind == "cloze":
        text = edition.html(answer, pictures, reveal=False)
        return f'<section class="front blank" hidden>{text}</section>'
    if kind == "choice":
        options = fields.choices(answer)
        return f'<section class="front blank choices" hidden>{options}</section>'
    return ""


def _has_right_to_left(body: str) -> bool:
    # Nearly all cards are ASCII, which is known at once.
    return not body.isascii() and bool(_RIGHT_TO_LEFT.search(body))


@functools.cache
def _tags_attribute(tags: tuple[str, ...]) -> str:
    """What the page makes links of that filter the site by each tag, topics first."""
    if not tags:
        return ""
    shown = sorted(tags, key=_topics_first)
    return f' data-tags="{escape(" ".join(shown))}"'


def _topics_first(tag: str) -> tuple[bool, str]:
    return tag.startswith(TRAITS), tag


def fix_link(config: Config) -> str:
    """Where a card can be mended, with `{path}`, `{line}` and `{id}` to fill in.

    Its line in the repository, where the forge is known; else what the deck's `fix-link` says.
    """
    repository = config.repository
    for forge, address in _FORGES.items():
        if repository.startswith(forge):
            return address.format(repository.rstrip("/"))
    return config.fix_link
