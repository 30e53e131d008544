"""`deckpress.toml` -> Config. An unknown key is a problem that names the valid ones."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deckpress import markup
from deckpress.deck import allowed_names
from deckpress.deck.toml import SECONDS, TableReader, read_toml, too_long
from deckpress.model import SEVERITIES, Problem, printable
from deckpress.system import filenames, git
from deckpress.system.timeouts import TooLong, at_most

FILE = "deckpress.toml"

DECK_KEYS: Mapping[str, str] = {
    "name": "The deck's name in Anki and on paper; `::` in it makes sub-decks.",
    "slug": "The stem of every file in `build/`; made from the name if it is missing.",
    "namespace": "Goes into the identity of every note. Never change it: learners would get each card a second time.",
    "language": "The language of the cards, such as `en` or `pt-BR`; checks of a language look at decks in it only.",
    "author": "Who made the deck; shown in the booklet and on the site.",
    "license": "Under what terms the deck may be used, in a few words.",
    "description": "Markdown, shown by Anki under the deck and on the site.",
    "repository": "The web address where the deck is written.",
    "fix-link": "The web address behind “Fix this card”; `{id}` is the card's id, `{path}` and `{line}` its place.",
}
"""The keys of the `[deck]` table, and what each means."""

FOLDER_KEYS: Mapping[str, str] = {
    "name": "The name of the sub-deck; made from the folder's name if it is missing.",
    "description": "Markdown, shown by Anki under the sub-deck and on the site.",
}
"""The keys of `[folders."name of a folder in content/"]`."""

LABEL_KEYS: Mapping[str, str] = {
    "question": "Words before a question: `Swali: …`.",
    "answer": "Words before an answer: `Jibu: …`.",
    "right-answer": "Words before the letter of the right option.",
    "right-option": "Words in brackets behind a right option.",
    "analogy": "Words before or above an analogy.",
    "application": "Words before or above an application.",
    "example": "Words before an example.",
    "sources": "Words before or above sources.",
    "hint": "Words before or above a hint.",
    "explanation": "Words before the explanation of an answer.",
}
"""The keys of the `[labels]` table: words by which pages to import name the parts of a card, beside the built-in ones."""

LONGEST_LABEL, MOST_LABELS = 60, 100
"""Characters of a word, and words of one key."""

CARD_SIZES: Mapping[str, tuple[float, float]] = {
    "small": (62, 48), "a8": (74, 52), "medium": (95, 62),
    "a7": (105, 74), "index": (127, 76.2), "large": (95, 124),
}  # fmt: skip
"""Cut-out cards, width and height in mm: 15, 10, 8, 4, 4 and 4 on a sheet of A4 and of Letter alike."""

FLIPS = ("long", "short")
"""The edge of the paper over which a printer turns it to print the other side."""

FARTHEST = 10.0
"""Millimetres by which backs can be shifted: a printer that errs by more needs a mechanic."""

PRINT_KEYS: Mapping[str, str] = {
    "card-size": "How large the cards to cut out are.",
    "flip": "The edge of the paper over which the printer turns it to print the other side.",
    "shift": "How far right and down the backs go, in mm, to make up for a printer that misses the fronts.",
}
"""The keys of the `[print]` table, and what each means."""

NOWHERE = Path(os.devnull)
"""In place of a folder: what is no folder holds no file, and none can be written to it."""

LONGEST_OUTPUT = "-cards-letter-99.pdf"
"""What comes behind the slug in the longest name of an output."""

_FORBIDDEN_SLUG = re.compile(r"collection|backup-.*")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Folder:
    """What `[folders."05-losses"]` says of one folder of `content/`."""

    name: str = ""
    """The sub-deck's own name; empty means: made from the folder's name."""
    description: str = ""
    """Markdown, shown by Anki under the deck and on the site."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a deck's owner can set, with its defaults filled in."""

    root: Path
    out: Path
    name: str = "Deck"
    slug: str = "deck"
    """The stem of every file in `build/`."""
    namespace: str = "deck"
    """Goes into every GUID and id: two decks with the same card id must not share a note."""
    language: str = "en"
    author: str = ""
    license: str = ""
    description: str = ""
    """Markdown."""
    repository: str = ""
    fix_link: str = ""
    """Where "Fix this card" points; `{id}` stands for the card's id."""
    folders: Mapping[str, Folder] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    """Check code to severity, where it differs from the check's own."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Check code to that check's options."""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A key of `LABEL_KEYS` to the deck's own words."""
    jobs: int = 0
    """Processes to use; 0 means one per core."""
    outputs: tuple[str, ...] = ()
    """What this run writes: an output may link to another."""
    card_size: str = "medium"
    """A key of `CARD_SIZES`: how large cut-out cards are."""
    flip: str = "long"
    """One of `FLIPS`: which backs belong behind which fronts."""
    shift: tuple[float, float] = (0.0, 0.0)
    """How far right and down (mm) the backs of cut-out cards go, to make up for the printer."""
    out_is_named: bool = False
    """Whether the user named `out`, so that it may lie anywhere and be a link."""
    cache: Path = NOWHERE
    """The folder of what is remembered; can be deleted at any time."""

    @property
    def content(self) -> Path:
        """The folder of the Markdown files."""
        return self.root / "content"

    @property
    def out_base(self) -> Path:
        """The last folder on the way to the outputs that the user named: no link below it counts."""
        return self.out if self.out_is_named else self.root

    @property
    def processes(self) -> int:
        """How many processes may work at once: one where processes cannot be forked safely."""
        if sys.platform != "linux":
            return 1
        return self.jobs or len(os.sched_getaffinity(0))


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that has a deckpress.toml, readable or not."""
    folders = (start, *start.parents)
    return next((folder for folder in folders if os.path.lexists(folder / FILE)), None)


def load(root: Path, out: Path | None = None, jobs: int = 0) -> tuple[Config, list[Problem]]:
    """Read a deck's configuration; without a file, the defaults with the folder's name."""
    name = printable(unicodedata.normalize("NFC", root.resolve().name)) or "Deck"
    slug = slugify(root.resolve().name) or "deck"
    place = out or root / "build"
    config = Config(root, place, name, slug, slug, jobs=jobs, out_is_named=out is not None)
    toml = read_toml(root, FILE)
    problems = toml.problems
    if toml.table:
        reader = _Reader(toml.text, problems)
        try:
            with at_most(SECONDS):
                config = reader.config(toml.table, config)
        except TooLong:
            problems = [too_long(FILE)]
    return replace(config, cache=_cache(root, config.slug)), problems


def _cache(root: Path, slug: str) -> Path:
    """The deck's folder in the user's own cache folder; NOWHERE if he has none.

    What stands in a cache goes into pages unread, and a pull request could bring a file of that
    name along: so nothing in the deck, nor in the repository that holds it, is a cache.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # Not set, or to be ignored: XDG Base Directory Specification, "Basics".
    if not base.is_absolute():
        try:
            base = Path.home() / ".cache"
        except RuntimeError:  # no HOME, and a user whom the system does not know: a container
            return NOWHERE
    deck = root.resolve()
    for folder in (deck, git.work_tree(deck) or deck):
        if base.resolve().is_relative_to(folder):
            return NOWHERE
    if not base.is_absolute() or _is_open_to_all(base):
        return NOWHERE
    place = hashlib.sha256(os.fsencode(deck)).hexdigest()[:12]
    return base / "deckpress" / f"{slug}-{place}"


def _is_open_to_all(folder: Path) -> bool:
    """Whether everybody can replace what others put into a folder; in /tmp, nobody can."""
    try:
        mode = folder.stat().st_mode
    except OSError:  # it is still to be made
        return False
    return bool(mode & stat.S_IWOTH and not mode & stat.S_ISVTX)


def slugify(text: str) -> str:
    """ASCII letters, digits and hyphens: a name for a file."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _is_label(word: object) -> bool:
    """Whether a value is a word, or a few: `Jibu`, `Jibu sahihi`."""
    return isinstance(word, str) and bool(word.strip()) and len(word) <= LONGEST_LABEL


class _Reader(TableReader):
    """Reads deckpress.toml, table by table."""

    file, code = FILE, "bad-config"

    def config(self, table: Mapping[str, Any], default: Config) -> Config:
        self.known(table, ("deck", "folders", "checks", "print", "labels"), "table")
        deck = self.table(table, "deck")
        self.known(deck, DECK_KEYS, "key")
        name = self._name(self._plain(deck, "name", default.name), default.name)
        slug = self._slug(self.text(deck, "slug", slugify(name) or default.slug), default.slug)
        checks = self.table(table, "checks")
        paper = self.table(table, "print")
        self.known(paper, PRINT_KEYS, "key")
        return replace(
            default,
            name=unicodedata.normalize("NFC", name),
            slug=slug,
            namespace=self.text(deck, "namespace", slug),
            language=self.text(deck, "language", "en"),
            author=self.text(deck, "author", ""),
            license=self.text(deck, "license", ""),
            description=self._prose(deck),
            repository=self._web_address(deck, "repository"),
            fix_link=self._web_address(deck, "fix-link"),
            folders=self._folders(self.table(table, "folders")),
            severities=self._severities(self.table(checks, "severity")),
            options={code: self.table(checks, code) for code in checks if code != "severity"},
            labels=self._labels(self.table(table, "labels")),
            card_size=self._choice(paper, "card-size", CARD_SIZES, default.card_size),
            flip=self._choice(paper, "flip", FLIPS, default.flip),
            shift=self._shift(paper, default.shift),
        )

    def _labels(self, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        self.known(table, LABEL_KEYS, "key")
        labels = {}
        for key, words in table.items():
            if isinstance(words, list) and len(words) <= MOST_LABELS and all(map(_is_label, words)):
                labels[key] = tuple(words)
                continue
            fix = f'write {key} = ["…", "…"]: up to {MOST_LABELS} words of {LONGEST_LABEL} letters'
            self.problem(key, f"'{key}' must be a list of words", fix)
        return labels

    def _choice(
        self, table: Mapping[str, Any], key: str, names: Iterable[str], default: str
    ) -> str:
        value = self.text(table, key, default)
        if value in (known := tuple(names)):
            return value
        self.problem(key, f"unknown {key} {value!r}", f"use one of: {', '.join(known)}")
        return default

    def _shift(self, table: Mapping[str, Any], default: tuple[float, float]) -> tuple[float, float]:
        value = table.get("shift", [*default])
        if (
            isinstance(value, list)
            and len(value) == 2
            and all(type(mm) in (int, float) for mm in value)
        ):
            right, down = value
            if abs(right) <= FARTHEST and abs(down) <= FARTHEST:  # false for nan, too
                return float(right), float(down)
        fix = f"write shift = [right, down] in mm, up to {FARTHEST:g} each"
        self.problem("shift", "'shift' must be two numbers", fix)
        return default

    def _name(self, name: str, default: str) -> str:
        message = allowed_names.deck_fault(name)
        if message:
            self.problem("name", message, "write a name that Anki leaves as it is; :: makes levels")
        return default if message else name

    def _slug(self, slug: str, default: str) -> str:
        if not _SLUG.fullmatch(slug) or _FORBIDDEN_SLUG.fullmatch(slug):
            fix = "use a-z, 0-9 and hyphens; Anki restores whole collections from `collection` and `backup-…`"
            self.problem("slug", f"{slug!r} cannot name the package", fix)
            return default
        wrong = filenames.fault(f"{slug}.apkg") or filenames.fault(f"{slug}{LONGEST_OUTPUT}")
        if wrong:
            message = f"{slug[:60]!r} cannot name the package: {wrong}"
            self.problem("slug", message, 'write another slug = "…"')
            return default
        return slug

    def _folders(self, table: Mapping[str, Any]) -> dict[str, Folder]:
        folders = {}
        for key in table:
            values = self.table(table, key)
            self.known(values, FOLDER_KEYS, "key")
            name, description = self._folder_name(values, key), self._prose(values)
            folders[unicodedata.normalize("NFC", key)] = Folder(name, description)
        return folders

    def _folder_name(self, values: Mapping[str, Any], key: str) -> str:
        name = unicodedata.normalize("NFC", self._plain(values, "name", ""))
        message = allowed_names.deck_fault(f"deck::{name}") if name else ""
        if message:
            self.problem(
                key, f"malformed deck name {name!r}", "write a name that Anki leaves as it is"
            )
        return "" if message else name

    def _plain(self, table: Mapping[str, Any], key: str, default: str) -> str:
        """A name that Anki shows as it is written."""
        name = self.text(table, key, default)
        if not (piece := markup.markup_in_name(name)):
            return name
        message = f"Anki would read {piece!r} in the name {name!r} as markup"
        self.problem(self._place(name, key), message, "write plain words")
        return default

    def _web_address(self, table: Mapping[str, Any], key: str) -> str:
        address = self.text(table, key, "")
        if not address or markup.web_address(address):
            return address
        fix = "write https://… without blanks, quotes, angle brackets, and braces but for {id}"
        self.problem(key, f"{key} is no web address: {address[:60]!r}", fix)
        return ""

    def _prose(self, table: Mapping[str, Any]) -> str:
        """A description: Markdown, without what Anki would not show, or not as it is meant."""
        text = self.text(table, "description", "")
        lines = text.split("\n")
        _, marks = markup.text_and_marks(markup.parse(text), markup.Places(FILE, lines, lines))
        for mark in marks:
            if mark.kind == "link" and not markup.web_link(mark.value):
                message, fix = "no web address", "link to a web page: https://…"
            elif mark.kind in ("image", "raw-html"):
                message, fix = "a description is text", "leave out pictures and HTML"
            else:
                continue
            place = self._place(mark.value, "description")
            self.problem(place, f"{message}: {mark.value[:60]!r}", fix)
        return text

    def _place(self, value: str, key: str) -> str:
        """The value as it stands in the file, if it does; else its key, which other tables may have."""
        spelled = (value, value.replace("\\", "\\\\"))
        return next((text for text in spelled if any(text in line for line in self.lines)), key)

    def _severities(self, table: Mapping[str, Any]) -> dict[str, str]:
        for code, severity in table.items():
            if severity not in SEVERITIES:
                self.problem(
                    code, f"unknown severity {severity!r}", f"use one of: {', '.join(SEVERITIES)}"
                )
        return {code: severity for code, severity in table.items() if severity in SEVERITIES}
