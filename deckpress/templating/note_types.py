"""Note types from the templates of their cards; what is wrong with the templates of a deck."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from deckpress.deck import identity
from deckpress.deck.config import Config
from deckpress.model import NoteType, Problem, Span
from deckpress.templating import loading
from deckpress.templating.loading import BadTemplate
from deckpress.templating.sandbox import Sandbox

SPECIAL_FIELDS = (
    "FrontSide",
    "Tags",
    "Type",
    "Deck",
    "Subdeck",
    "CardFlag",
    "Card",
    "CardID",
)
"""What `{{…}}` can name in an Anki template besides fields (Anki manual, Templates > Fields)."""

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")  # {{type:nc:Answer}}
_FILTERS = re.compile(
    r"""^(?:
        [#^/]  # {{#Hint}}…{{/Hint}}
        # {{type:nc:Answer}}
        | (?:(?:text|cloze|type|hint|furigana|kana|kanji|nc|cloze-only)\s*:\s*)+
    )""",
    re.VERBOSE,
)


def note_types(
    config: Config,
    kinds: Iterable[str],
    mod: int,
) -> tuple[list[NoteType], list[Problem]]:
    """The note types of these kinds, from `templates/<kind>/` and `templates/card.css`.

    A kind with one card has front.html and back.html; with several, `forward-front.html` and so on,
    by template key. `mod`: epoch seconds at which they last changed.
    """
    sandbox = Sandbox(config)
    made, problems = [], []
    for kind in kinds:
        maker = _Maker(config, kind, sandbox)
        made.append(maker.note_type(mod))
        problems += maker.problems
    return made, problems


def check(config: Config) -> list[Problem]:
    """What is wrong with the deck's own templates, as far as it shows without cards."""
    if not os.path.lexists(config.root / loading.FOLDER):
        return []
    problems = note_types(config, identity.TEMPLATES, 1)[1]
    return sorted({*problems, *check_pages(config)})


def check_pages(config: Config) -> list[Problem]:
    """The templates in whose place the deck has its own, read and compiled, but not rendered."""
    problems = set()
    for name in loading.own_names(config.root):
        sandbox = Sandbox(config)
        try:
            sandbox.load(name)
        except BadTemplate as error:
            problems.add(error.problem)
    return sorted(problems)


class _Maker:
    """Makes the parts of one note type, and keeps what was wrong."""

    def __init__(
        self,
        config: Config,
        kind: str,
        sandbox: Sandbox,
    ) -> None:
        self.config = config
        self.kind = kind
        self.sandbox = sandbox
        self.problems: list[Problem] = []

    def note_type(self, mod: int) -> NoteType:
        """All of it."""
        config, kind = self.config, self.kind
        cards = [self.card(key) for key in identity.TEMPLATES[kind]]
        return NoteType(
            kind=kind,
            id=identity.stable_id(config.namespace, "note type", kind),
            name=f"{config.name} ({kind.capitalize()})",
            fields=self.fields(),
            templates=tuple(cards),
            css=self.text("card.css"),
            mod=mod,
        )

    def stable_id(self, what: str, key: str) -> int:
        """The id of one of its fields or templates."""
        return identity.stable_id(self.config.namespace, self.kind, what, key)

    def fields(self) -> tuple[tuple[str, int], ...]:
        """`(name, id)` of each, in order."""
        names = identity.fields(self.kind)
        return tuple((name, self.stable_id("field", name)) for name in names)

    def card(self, key: str) -> tuple[str, int, str, str]:
        """Name, id, front and back of the template of one card."""
        alone = len(identity.TEMPLATES[self.kind]) == 1
        stem = f"{self.kind}/" if alone else f"{self.kind}/{key}-"
        front = self.side(f"{stem}front.html")
        back = self.side(f"{stem}back.html")
        return key.capitalize(), self.stable_id("template", key), front, back

    def side(self, name: str) -> str:
        """One side of a card, whose fields are those of the kind."""
        html = self.text(name)
        known = (*identity.fields(self.kind), *SPECIAL_FIELDS)
        for found in _REFERENCE.finditer(html):
            if _field_name(found[1]) not in known:
                self.problems.append(self.unknown_field(found, name))
        return html

    def text(self, name: str) -> str:
        """What a template makes; nothing, where something is wrong with it."""
        fix_link = self.config.fix_link.replace("{id}", "{{text:ID}}")
        values = {"kind": self.kind, "fix_link": fix_link}
        try:
            return "".join(self.sandbox.pieces(name, values))
        except BadTemplate as error:
            self.problems.append(error.problem)
            return ""

    def unknown_field(self, found: re.Match[str], name: str) -> Problem:
        """Anki shows an error on every card whose template names a field that does not exist."""
        # It may stand in a template that this one extends or includes.
        sources = self.sandbox.sources
        used = [file for file in self.sandbox.used if file in sources]
        file = next((file for file in used if found[0] in sources[file]), name)
        start = sources[file].find(found[0])
        before = sources[file][: max(start, 0)]
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        span = Span(f"{loading.FOLDER}/{file}", line, column)
        message = f"{found[0]}: there is no field {_field_name(found[1])!r}"
        fix = f"use one of: {', '.join(identity.fields(self.kind))}"
        return Problem(span, "bad-template", message, fix=fix)


def _field_name(reference: str) -> str:
    """`#Hint` -> `Hint`, `type:nc:Answer` -> `Answer`."""
    return _FILTERS.sub("", reference.strip()).strip()
