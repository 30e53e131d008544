"""The deck as an import finds it: which card of a source is new, changed, in conflict, or there
already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deckpress import checks
from deckpress.deck import identity
from deckpress.deck.config import Config
from deckpress.importer import names
from deckpress.importer.harvest import Found, Harvest, Skipped
from deckpress.importer.placing import Places
from deckpress.importer.plan import Plan
from deckpress.importer.reading import card_text
from deckpress.importer.reading.targets import Targets
from deckpress.model import KINDS, Card, Deck, Problem, Span

# "page.md@0f3a…": the source of a card, and the hash of what it said there
_ORIGIN = re.compile(r"(\S+)@([0-9a-f]{12})$")

Parts = Sequence[tuple[str, str]]
"""`(section, Markdown)`, the heading first."""


class Adoption:
    """One import into one deck; `plan` grows with each source."""

    def __init__(self, config: Config, deck: Deck, into: str) -> None:
        self.config, self.into = config, into
        self.plan = Plan()
        self.places = Places(config, deck, into, self.plan)
        self.known = {
            card.id: (page, card) for page in deck.pages for card in page.cards if card.id
        }
        self.guids = {
            identity.guid(config.namespace, card): card
            for card in deck.cards
            if card.setting("guid")
        }
        self.questions = {names.plain(card.title.source): card for card in deck.cards}
        self.titles: dict[tuple[str, str], list[str]] = {}
        """`(source, question)` to the ids of the cards that were imported with it."""
        for identifier, (_, card) in self.known.items():
            found = _ORIGIN.match(card.setting("origin"))
            if found:
                self.titles.setdefault((found[1], names.plain(card.title.source)), []).append(
                    identifier
                )
        self.levels = tuple(checks.options("bad-value", config)["level"])
        self.seen: dict[str, Found] = {}
        self.used: set[str] = set()
        """Ids that this import gave or found again."""
        self.notes: dict[str, Span] = {}
        """The GUIDs of this import's notes, and where each stands first."""

    def add(self, harvest: Harvest, base: str) -> None:
        """Plan one source's cards."""
        origin = names.origin(harvest.path)
        folder = Path(harvest.path).parent
        targets = Targets(self.config, folder, harvest, base, self.into, self.plan.media)
        before = set(self.used)
        for card in harvest.cards:
            self._card(card, origin, harvest, targets)
        self.plan.problems += [*harvest.problems, *targets.problems]
        if not any(problem.severity == "error" for problem in harvest.problems):
            self._gone(origin, harvest.path, self.used - before)

    def _gone(self, origin: str, path: str, used: set[str]) -> None:
        """Cards of this source that it no longer has stay; their author decides."""
        for identifier, (_, card) in self.known.items():
            found = _ORIGIN.match(card.setting("origin"))
            if found and found[1] == origin and identifier not in used:
                self._say(
                    card.span,
                    "gone-from-source",
                    f"no longer in {path}: {identifier}",
                    "remove it if it is obsolete",
                )

    def _say(
        self,
        span: Span,
        code: str,
        message: str,
        fix: str,
        other: Span | None = None,
        severity: str = "info",
    ) -> None:
        self.plan.problems.append(
            Problem(span, code, message, severity, fix, (other,) if other else ())
        )

    # --- one card ---

    def _card(self, found: Found, origin: str, harvest: Harvest, targets: Targets) -> None:
        span = Span(harvest.path, found.line)
        found = self._single(found, span)
        self.plan.problems += found.problems
        targets.begin(found.line)
        parts = card_text.sections(found, targets.markdown)
        twin = self.seen.setdefault(names.key(found), found)
        if twin is not found and not found.guid:
            other = Span(harvest.path, twin.line)
            self._say(
                span,
                "duplicate-in-source",
                "the same question and answer once more",
                "remove one of them",
                other,
            )
            return self._skip(harvest, found, "a duplicate")
        kind = found.kind if found.kind in KINDS else "basic"
        digest = card_text.digest(parts, kind)
        identifier = self._identifier(found, parts, origin, digest)
        self.used.add(identifier)
        found = replace(found, level=names.level(found.level, self.levels))
        text = card_text.block(parts, _settings(found, identifier, kind, f"{origin}@{digest}"))
        same = self.questions.get(names.plain(parts[0][1]))
        written = False
        if identifier in self.known:
            written = self._again(identifier, origin, digest, text, span, harvest, found)
        elif same is not None and not found.guid:
            self._say(
                span,
                "duplicate-of-deck",
                f"the deck has this question: {same.id}",
                "merge the two by hand",
                same.span,
            )
            self._skip(harvest, found, "a duplicate of the deck")
        else:
            written = True
            self.plan.counts["new"] += 1
            self.places.put(found.topics, harvest, text)
        if written:  # pictures of cards that the deck has already would lie there unused
            self.plan.media |= targets.card_media
        return None

    def _single(self, found: Found, span: Span) -> Found:
        """The note; without its GUID if another note has it: to Anki, the two would be one."""
        first = self.notes.setdefault(found.guid, span) if found.guid else span
        if first == span:
            return found
        message = f"another note has the GUID {found.guid!r} too: this one gets a new one"
        self._say(span, "duplicate-in-source", message, "see which of the two is right", first)
        return replace(found, guid="")

    def _skip(self, harvest: Harvest, found: Found, reason: str) -> None:
        self.plan.counts["duplicates"] += 1
        self.plan.skipped.append(
            (harvest.path, Skipped(found.line, reason, found.question.split("\n")[0][:80]))
        )

    def _identifier(self, found: Found, parts: Parts, origin: str, digest: str) -> str:
        """The id the note had, or a slug of the question; of one with a namesake, a slug with a
        hash of its content."""
        adopted = self.guids.get(found.guid) if found.guid else None
        if adopted is not None:
            return adopted.id
        if found.id not in self.used and identity.ID.fullmatch(found.id):
            return found.id
        content = dict(parts)
        again = self._imported_before(content["Title"], origin, digest)
        if again:
            return again
        stem = identity.new_id(content["Title"])
        if stem not in self.used and not self._is_another(stem, content["Title"], origin):
            return stem
        answered = f"{content.get('Question', '')}\x1f{content.get('Answer', '')}"
        mark = hashlib.sha256(answered.encode()).hexdigest()[:6]
        return identity.new_id(f"{stem[:52].rstrip('-')} {mark}", self.used)

    def _imported_before(self, title: str, origin: str, digest: str) -> str:
        """The id of the card that an import of this source made of the question: best one that did
        not change."""
        ids = self.titles.get((origin, names.plain(title)), ())
        free = [i for i in ids if i not in self.used]
        for identifier in free:
            _, card = self.known[identifier]
            if card.setting("origin").endswith(f"@{digest}"):
                return identifier
        return free[0] if free else ""

    def _is_another(self, identifier: str, title: str, origin: str) -> bool:
        """Whether the deck has another question under this id, its own or of another source."""
        if identifier not in self.known:
            return False
        card = self.known[identifier][1]
        found = _ORIGIN.match(card.setting("origin"))
        return (not found or found[1] != origin) and names.plain(card.title.source) != names.plain(
            title
        )

    def _again(
        self,
        identifier: str,
        origin: str,
        digest: str,
        text: str,
        span: Span,
        harvest: Harvest,
        found: Found,
    ) -> bool:
        """A card that the deck has: the three states decide. Whether its new text is written."""
        page, card = self.known[identifier]
        then = _ORIGIN.match(card.setting("origin"))
        now = card_text.card_digest(card)
        if then is None or then[1] != origin:
            self._say(
                span,
                "duplicate-of-deck",
                f"the deck has this card: {identifier}",
                "merge the two by hand",
                card.span,
            )
            self._skip(harvest, found, "a duplicate of the deck")
        elif digest in (then[2], now):
            self.plan.counts["unchanged"] += 1
        elif now == then[2]:
            self.plan.counts["updated"] += 1
            change = (
                card.span.line,
                card.last_line,
                _with_settings(text, card, f"{origin}@{digest}"),
            )
            self.plan.updates.setdefault(page.path, []).append(change)
            return True
        else:
            self.plan.counts["conflicts"] += 1
            message = (
                f"changed here and in {span.path}:{span.line} since the last import; left as it is"
            )
            fix = f"take over what you want, then set origin to {origin}@{digest}"
            self._say(card.span, "import-conflict", message, fix, span, "warning")
        return False


def _settings(found: Found, identifier: str, kind: str, origin: str) -> list[tuple[str, str]]:
    derived = {
        prefix: tag
        for tag in found.tags
        for prefix in ("level::", "facet::")
        if tag.startswith(prefix)
    }
    return [
        ("id", identifier),
        ("type", "" if kind == "basic" else kind),
        ("facet", derived.get("facet::", "")[7:]),
        ("level", found.level or derived.get("level::", "")[7:]),
        ("tags", " ".join(tag for tag in found.tags if tag not in derived.values())),
        ("draft", "true" if found.draft else ""),
        ("origin", origin),
        ("guid", found.guid),
    ]


def _with_settings(text: str, card: Card, origin: str) -> str:
    """A new text under the settings that the card has now, with the new origin; a draft that is
    answered is none."""
    head, comment, *body = text.split("\n")
    answered = "draft: true" not in comment
    kept = [setting for setting in card.settings if not (answered and setting.key == "draft")]
    pairs = "; ".join(
        f"{setting.key}: {origin if setting.key == 'origin' else setting.value}" for setting in kept
    )
    return "\n".join([head, f"<!-- {pairs} -->", *body])
