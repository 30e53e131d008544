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
from deckpress.model import Card, Note, Section
from deckpress.outputs._edition import Edition, filled_sections, unlinked
from deckpress.outputs._tags import TRAITS

LINK = '<a href="#{id}">'
"""What opens a link to a card."""

_FOLD = "<details class={0}><summary>{1}</summary>{{}}</details>"
FRAMES = {
    "Question": '<section class="front told">{}</section>',
    "Hint": _FOLD.format("hint", "Hint"),
    "Answer": "<section class=reply>{}</section>",
    "Notes": "<aside class=notes>{}</aside>",
    "Analogy": _FOLD.format("analogy", "Analogy"),
    "Application": _FOLD.format("application", "Application"),
    "Sources": "<div class=sources><b>Sources</b>{}</div>",
}
"""A card's sections in reading order, and what stands around each."""

CHOICES_FRAME = '<section class="reply choices">{}</section>'
"""What stands around the answer of a choice card."""

BLANK = '<section class="front blank" hidden>{}</section>'
BLANK_CHOICES = '<section class="front blank choices" hidden>{}</section>'
"""What only the self-test shows."""

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


def cards(notes: Sequence[Note], made: Edition) -> Markup:
    """The cards of one chapter, whose notes come from one page: a target means one file in all."""
    addresses = {}
    for note in notes:
        for target, name, _ in note.media:
            addresses[target] = f"media/{name}"
    entries = [_entry(note.card, addresses, made) for note in notes]
    return adapted(made.html("".join(entries), addresses))


def adapted(html: Markup) -> Markup:
    """HTML of a page as the site has it: pictures load when seen, wide formulas scroll."""
    text = str(html).replace('class="math display"', 'class="math math-display"')
    return Markup(text.replace("<img ", '<img loading="lazy" '))


def _entry(
    card: Card,
    addresses: Mapping[str, str],
    made: Edition,
) -> str:
    kind = card.kind
    sections = filled_sections(card)
    pieces = [_for_the_test(kind, sections, addresses, made)]
    for name, frame in FRAMES.items():
        if name not in sections:
            continue
        if name == "Answer" and kind == "choice":
            frame = CHOICES_FRAME
        pieces.append(frame.replace("{}", sections[name].html))
    body = made.linked("".join(pieces))
    return ENTRY.format(
        id=card.id,
        kind="" if kind == "basic" else f" data-kind={kind}",
        line=card.span.line,
        tags=_tags_attribute(card.tags),
        title=unlinked(card.title.html),
        direction=_direction(body),
        body=body,
    )


def _for_the_test(
    kind: str,
    sections: Mapping[str, Section],
    addresses: Mapping[str, str],
    made: Edition,
) -> str:
    """What asks before the answer is there: the cloze's blanks, the choice's options."""
    answer = sections["Answer"].html if "Answer" in sections else ""
    if kind == "cloze":
        return BLANK.replace("{}", made.html(answer, addresses, reveal=False))
    if kind == "choice":
        return BLANK_CHOICES.replace("{}", fields.choices(answer))
    return ""


def _direction(body: str) -> str:
    """The attribute of a card in which something runs from right to left."""
    # Nearly all cards are ASCII, which is known at once.
    return " dir=auto" if not body.isascii() and _RIGHT_TO_LEFT.search(body) else ""


@functools.cache
def _tags_attribute(tags: tuple[str, ...]) -> str:
    """What the page makes links of that filter the site by each tag, topics first."""
    shown = sorted(tags, key=lambda tag: (tag.startswith(TRAITS), tag))
    return f' data-tags="{escape(" ".join(shown))}"' if tags else ""


def fix_link(config: Config) -> str:
    """Where a card can be mended, with `{path}`, `{line}` and `{id}` to fill in.

    Its line in the repository, where the forge is known; else what the deck's `fix-link` says.
    """
    repository = config.repository
    for forge, address in _FORGES.items():
        if repository.startswith(forge):
            return address.format(repository.rstrip("/"))
    return config.fix_link
