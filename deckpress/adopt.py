"""Found cards -> the deck's files: new ones are added, changed ones updated, and what a person changed is never lost.

A card that was imported says so in its comment: `origin: SOURCE@HASH`, where HASH is over its content as it was then.
With it a later import compares three states: the source then (HASH), the source now, the card now.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from deckpress import identity, sources
from deckpress.config import Config
from deckpress.model import KINDS, Card, Deck, Page, Problem, Span
from deckpress.sources.foreign import canon
from deckpress.sources.foreign.found import Found, Harvest, Skipped
from deckpress.sources.foreign.targets import Targets

LEVELS = (
    ("easy", "basic", "beginner", "junior", "simple", "fácil", "leicht"),
    ("medium", "intermediate", "middle", "mid", "regular", "media", "mittel"),
    ("hard", "advanced", "difficult", "senior", "difícil", "schwer"),
    ("expert", "guru"),
)
"""What pages call their levels, lowest first."""

_ORIGIN = re.compile(r"(\S+)@([0-9a-f]{12})$")


@dataclass(slots=True)
class Plan:
    """What an import would write, and what it says."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    """File, relative to the root, to the cards to put at its end."""
    heads: dict[str, str] = field(default_factory=dict)
    """File to the front matter and title of a new file."""
    updates: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    """File to `(first line, last line, new text)`."""
    media: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[tuple[str, Skipped]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Adoption:
    """One import into one deck."""

    def __init__(self, config: Config, deck: Deck, into: str) -> None:
        self.config, self.into = config, into
        self.plan = Plan()
        self.known = {card.id: (page, card) for page in deck.pages for card in page.cards if card.id}
        self.guids = {identity.guid(config.namespace, card): card for card in deck.cards if card.setting("guid")}
        self.questions = {_plain(card.title.source): card for card in deck.cards}
        self.seen: dict[str, Found] = {}
        self.used: set[str] = set()
        self.files = {page.path for page in deck.pages}

    def add(self, harvest: Harvest, split: Iterable[Found], base: str) -> None:
        """Plan one source's cards."""
        name = origin_name(harvest.path)
        targets = Targets(self.config, Path(harvest.path).parent, harvest, base, self.into)
        self.used = set()
        for card in split:
            self._card(card, name, harvest, targets)
        self.plan.problems += [*harvest.problems, *targets.problems]
        self.plan.media |= targets.media
        self._gone(name, harvest)

    def _gone(self, name: str, harvest: Harvest) -> None:
        """Cards of this source that it no longer has stay; their author decides."""
        for identifier, (_, card) in self.known.items():
            found = _ORIGIN.match(card.setting("origin"))
            if (
                found
                and found[1] == name
                and identifier not in self.used
                and not any(p.severity == "error" for p in harvest.problems)
            ):
                message = f"no longer in {harvest.path}: {identifier}"
                self.plan.problems.append(
                    Problem(card.span, "gone-from-source", message, "info", "remove the card if it is obsolete")
                )

    # --- one card ---

    def _card(self, found: Found, name: str, harvest: Harvest, targets: Targets) -> None:
        span = Span(harvest.path, found.line)
        self.plan.problems += found.problems
        targets.line = found.line
        parts = canon.sections(found, targets.markdown)
        kind = found.kind if found.kind in KINDS else "basic"
        digest = canon.digest(parts, kind)
        title = dict(parts).get("Title", "")
        identifier = self._identifier(found, title, parts)
        if not identifier:
            twin = self.seen[_key(found)]
            self._skip(
                harvest,
                found,
                "a duplicate",
                Problem(
                    span,
                    "duplicate-in-source",
                    "the same question and answer once more",
                    "info",
                    "remove one",
                    (Span(harvest.path, twin.line),),
                ),
            )
            return
        self.seen[_key(found)] = found
        self.used.add(identifier)
        settings = self._settings(replace(found, level=self._level(found.level)), identifier, kind, f"{name}@{digest}")
        old = self.guids.get(found.guid) if found.guid else None
        if old is not None:
            identifier = old.id
            self.used.add(identifier)
            settings[0] = ("id", identifier)
        if identifier in self.known:
            self._again(identifier, name, digest, canon.block(parts, settings), found, harvest)
        elif _plain(title) in self.questions and not found.guid:
            twin_card = self.questions[_plain(title)]
            problem = Problem(
                span,
                "duplicate-of-deck",
                f"the deck has this question: {twin_card.id}",
                "info",
                "merge the two by hand",
                (twin_card.span,),
            )
            self._skip(harvest, found, "a duplicate of the deck", problem)
        else:
            self._new(found, canon.block(parts, settings), harvest)

    def _skip(self, harvest: Harvest, found: Found, reason: str, problem: Problem) -> None:
        self.plan.counts["duplicates"] += 1
        self.plan.problems.append(problem)
        self.plan.skipped.append((harvest.path, Skipped(found.line, reason, found.question.split("\n")[0][:80])))

    def _identifier(self, found: Found, title: str, parts: Sequence[tuple[str, str]]) -> str:
        """A slug of the question; of a question that has a namesake, with a hash of its content. Empty for a twin."""
        if found.id and identity.ID.fullmatch(found.id):
            return found.id
        if _key(found) in self.seen and not found.guid:
            return ""
        stem = identity.slug(title)
        if stem not in self.used and not self._foreign(stem, title):
            return stem
        content = dict(parts)
        mark = hashlib.sha256(
            "\x1f".join([content.get("Question", ""), content.get("Answer", "")]).encode()
        ).hexdigest()[:6]
        return identity.slug(f"{stem[:52].rstrip('-')} {mark}", self.used)

    def _foreign(self, stem: str, title: str) -> bool:
        """Whether the deck has another question under this id."""
        return (
            stem in self.known
            and not self.known[stem][1].setting("origin")
            and _plain(self.known[stem][1].title.source) != _plain(title)
        )

    def _level(self, level: str) -> str:
        """A level in the deck's own words: of those it allows, in their order, the one at the same height."""
        allowed = [str(word) for word in self.config.options.get("bad-value", {}).get("level", [])]
        if not level or not allowed or level in allowed:
            return level
        height = next((i for i, words in enumerate(LEVELS) if level in words), None)
        return "" if height is None else allowed[round(height / (len(LEVELS) - 1) * (len(allowed) - 1))]

    @staticmethod
    def _settings(found: Found, identifier: str, kind: str, origin: str) -> list[tuple[str, str]]:
        tags = " ".join(tag for tag in found.tags if not tag.startswith(("level::", "facet::")))
        level = found.level or next((tag[7:] for tag in found.tags if tag.startswith("level::")), "")
        facet = next((tag[7:] for tag in found.tags if tag.startswith("facet::")), "")
        return [
            ("id", identifier), ("type", "" if kind == "basic" else kind), ("tags", tags), ("level", level), ("facet", facet),
            ("draft", "true" if found.draft else ""), ("guid", found.guid), ("origin", origin),
        ]  # fmt: skip

    def _again(self, identifier: str, name: str, digest: str, text: str, found: Found, harvest: Harvest) -> None:
        """A card that the deck has: the three states decide."""
        page, card = self.known[identifier]
        origin = _ORIGIN.match(card.setting("origin"))
        now = canon.card_digest(card)
        if origin is None or origin[1] != name:
            span = Span(harvest.path, found.line)
            problem = Problem(
                span,
                "duplicate-of-deck",
                f"the deck has this card: {identifier}",
                "info",
                "merge the two by hand",
                (card.span,),
            )
            self._skip(harvest, found, "a duplicate of the deck", problem)
        elif digest in (origin[2], now):
            self.plan.counts["unchanged"] += 1
        elif now == origin[2]:
            self.plan.counts["updated"] += 1
            self.plan.updates.setdefault(page.path, []).append(
                (card.span.line, card.last_line, _with_settings(text, card, digest, name))
            )
        else:
            self.plan.counts["conflicts"] += 1
            message = f"changed here and in {harvest.path}:{found.line} since the last import; left as it is"
            fix = f"take over what you want, then set origin to {name}@{digest}"
            self.plan.problems.append(
                Problem(card.span, "import-conflict", message, "warning", fix, (Span(harvest.path, found.line),))
            )

    def _new(self, found: Found, text: str, harvest: Harvest) -> None:
        self.plan.counts["new"] += 1
        path, head = self._file(found.topics, harvest)
        if path not in self.files:
            self.plan.heads.setdefault(path, head)
        self.plan.texts.setdefault(path, []).append(text)

    def _file(self, topics: tuple[str, ...], harvest: Harvest) -> tuple[str, str]:
        """The file of a topic: the one that the last import made, or a new one in the order of the source."""
        stem = slugged(" ".join(topics) or harvest.title or Path(harvest.path).stem)
        folder = PurePosixPath("content", self.into)
        taken = sorted({*self.files, *self.plan.heads})
        old = next(
            (p for p in taken if re.fullmatch(rf"{re.escape(str(folder))}/(?:\d+-)?{re.escape(stem)}\.md", p)), ""
        )
        number = 1 + sum(1 for path in taken if PurePosixPath(path).parent == folder)
        path = old or f"{folder}/{number:02d}-{stem}.md"
        own = harvest.decks and bool(topics)
        root = sources.deck_name(self.config, self.config.root / folder / "x.md")
        deck = "::".join([*([] if own else [root]), *(_deck_part(topic) for topic in topics)])
        tags = "" if own else "::".join(slugged(topic) for topic in topics)
        head = [
            "---",
            f"deck: {_quoted(deck)}",
            *([f"tags: [{_quoted(tags)}]"] if tags else []),
            "---",
            f"# {(topics or (harvest.title or Path(harvest.path).stem,))[-1]}",
            "",
        ]
        return path, "\n".join(head)


def _with_settings(text: str, card: Card, digest: str, name: str) -> str:
    """A new text under the settings that the card has now, with the new hash in its origin."""
    pairs = [(s.key, f"{name}@{digest}" if s.key == "origin" else s.value) for s in card.settings]
    head, _, rest = text.partition("\n")
    body = rest.partition("\n")[2]
    if any(key == "draft" for key, _ in pairs) and "draft: true" not in rest.partition("\n")[0]:
        pairs = [(key, value) for key, value in pairs if key != "draft"]
    return f"{head}\n<!-- {'; '.join(f'{key}: {value}' for key, value in pairs)} -->\n{body}"


def _key(found: Found) -> str:
    return "\x1f".join([_plain(found.question), _plain(found.answer), *(_plain(c.text) for c in found.choices)])


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip() or text


def _deck_part(topic: str) -> str:
    return " ".join(re.sub(r"::+", ":", topic).replace('"', "'").split()) or "Other"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def slugged(text: str) -> str:
    """A name for a file or a tag: words of any script with hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "questions"


def origin_name(path: str) -> str:
    """How `origin` names a source: its file name without blanks."""
    return re.sub(r"[\s;@]+|--+", "-", Path(path).name) or "source"


def plan(config: Config, harvests: Sequence[Harvest], cards: Sequence[Sequence[Found]], into: str, base: str) -> Plan:
    """What the import of some sources would change; `cards` are those to take of each."""
    deck, _, _ = sources.read(config, _nothing)
    adoption = Adoption(config, deck, into)
    for harvest, found in zip(harvests, cards, strict=True):
        adoption.add(harvest, found, base)
    return adoption.plan


def _nothing(page: Page) -> None:
    """No extra work on a page."""


def texts(config: Config, made: Plan) -> dict[Path, bytes]:
    """The files that a plan writes, with their whole new content."""
    out: dict[Path, bytes] = {}
    for name in sorted({*made.texts, *made.updates}):
        path = config.root / name
        old = path.read_bytes().decode("utf-8") if path.is_file() else made.heads.get(name, "")
        ending = "\r\n" if "\r\n" in old else "\n"
        lines = old.replace("\r\n", "\n").split("\n")
        for first, last, text in sorted(made.updates.get(name, ()), reverse=True):
            lines[first - 1 : last] = [*text.rstrip("\n").split("\n"), *([""] if last < len(lines) else [])]
        body = "\n".join(lines).rstrip("\n")
        whole = (
            "\n\n".join([*([body] if body else []), *(text.rstrip("\n") for text in made.texts.get(name, ()))]) + "\n"
        )
        out[path] = whole.replace("\n", ending).encode()
    return out | {config.root / name: data for name, data in sorted(made.media.items())}


def split_cards(cards: Sequence[Found], wanted: bool, split: object) -> list[Found]:
    """The cards, with embedded parts cut out if that is wanted."""
    return [replace(card) if not wanted else split(card) for card in cards]  # type: ignore[operator]
