"""The cards of the site, as HTML: their sections, and what the page's script makes their foot of (tags, place)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from markupsafe import Markup

from deckpress import markup
from deckpress.deck.config import Config
from deckpress.formulas.typeset import Formula
from deckpress.kinds import fields
from deckpress.model import Card, Note
from deckpress.outputs import _coverage

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
"""A card's sections in reading order. Here and not in Jinja, which would take twice as long for 10,000 cards; and no
quotes that HTML can do without, since each stands there a thousand times."""

ENTRY = (
    "<article id={id}{kind} data-line={line}{tags}><details><summary><h4>{title}</h4></summary>"
    "<div class=sheet{direction}>{body}</div></details></article>\n"
)
"""A card; `{title}` and `{body}` are still neutral HTML, since a whole chapter at once is typeset sooner."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LINK = re.compile(r"</?a\b[^>]*>")
_OPENED_LINK = re.compile(r'<a href="([^"]*)">')
_FORGES = {
    "https://github.com/": "{}/blob/HEAD/{{path}}?plain=1#L{{line}}",
    "https://gitlab.com/": "{}/-/blob/HEAD/{{path}}?plain=1#L{{line}}",
}
"""How a forge addresses a line of a file in the newest commit."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every card's HTML depends on."""

    config: Config
    formulas: Mapping[tuple[str, bool], Formula]
    ids: frozenset[str]

    def html(self, neutral: str, media: Mapping[str, str]) -> Markup:
        """Neutral HTML made ready: pictures load when they are seen, displayed formulas scroll as on the cards."""
        html = str(fields.page_html(neutral, self.formulas, media))
        html = html.replace('class="math display"', 'class="math math-display"')
        return Markup(html.replace("<img ", '<img loading="lazy" '))

    def links(self, neutral: str) -> str:
        """Neutral HTML in which a link to another card is one to its place here, if it is here at all."""
        if "<a " not in neutral:
            return neutral
        return _OPENED_LINK.sub(self._link, neutral)

    def _link(self, found: re.Match[str]) -> str:
        target = unescape(found[1])
        if markup.web_link(target):
            return found[0]
        anchor = target.partition("#")[2]
        return f'<a href="#{escape(anchor)}">' if anchor in self.ids else "<a>"


def cards(notes: Sequence[Note], context: Context) -> Markup:
    """The cards of one chapter, whose notes come from one page: a target means the same file in all of them."""
    media = {target: f"media/{name}" for note in notes for target, name, _ in note.media}
    return context.html("".join(_entry(note.card, media, context) for note in notes), media)


def _entry(card: Card, media: Mapping[str, str], context: Context) -> str:
    kind, title = card.kind, card.title.html
    found = {section.name: section.html for section in reversed(card.sections) if section.html}
    pieces = [frame.replace("{}", found[name]) for name, frame in FRAMES.items() if name in found]
    if kind == "choice":
        pieces = [piece.replace("class=reply", 'class="reply choices"', 1) for piece in pieces]
    body = context.links(_asked(kind, found.get("Answer", ""), media, context) + "".join(pieces))
    return ENTRY.format(
        id=card.id,
        kind="" if kind == "basic" else f" data-kind={kind}",
        line=card.span.line,
        tags=_tags(card.tags),
        title=_LINK.sub("", title) if "<a" in title else title,
        direction="" if body.isascii() or not _RIGHT_TO_LEFT.search(body) else " dir=auto",
        body=body,
    )


def _asked(kind: str, answer: str, media: Mapping[str, str], context: Context) -> str:
    """What only the self-test shows, before the answer: the cloze's blanks, the choice's options."""
    if kind == "cloze":
        return f'<section class="front blank" hidden>{fields.page_html(answer, context.formulas, media, False)}</section>'
    if kind == "choice":
        return f'<section class="front blank choices" hidden>{fields.choices(answer)}</section>'
    return ""


@functools.cache
def _tags(tags: tuple[str, ...]) -> str:
    """The attribute of which the page makes links that filter the site by each tag, topics first."""
    shown = sorted(tags, key=lambda tag: (tag.startswith(_coverage.TRAITS), tag))
    return f' data-tags="{escape(" ".join(shown))}"' if tags else ""


def fix_link(config: Config) -> str:
    """Where a card can be mended, with `{path}`, `{line}` and `{id}` to fill in: its line in the repository, where the
    forge is known; else what the deck's `fix-link` says.
    """
    for forge, address in _FORGES.items():
        if config.repository.startswith(forge):
            return address.format(config.repository.rstrip("/"))
    return config.fix_link
