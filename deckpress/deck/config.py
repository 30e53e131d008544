"""`deckpress.toml` -> Config. An unknown key is a problem that names the valid ones."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from deckpress import markup
from deckpress.deck import allowed_names
from deckpress.deck.config_keys import (
    CARD_SIZES,
    DECK_KEYS,
    FARTHEST,
    FLIPS,
    FOLDER_KEYS,
    LABEL_KEYS,
    LONGEST_LABEL,
    MOST_LABELS,
    PRINT_KEYS,
)
from deckpress.deck.toml import Table, TableReader
from deckpress.model import SEVERITIES, Problem, printable
from deckpress.system import cache_folder, filenames

FILE = "deckpress.toml"

CODE = (".py", ".pyc")
"""Endings of what may lie in `content/` besides the deck: tests of its own, and what Python makes of them."""

LONGEST_OUTPUT = "-cards-letter-99.pdf"
"""What comes behind the slug in the longest name of an output."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ANKIS_SLUG = re.compile(r"collection|backup-.*")
"""Packages that Anki takes for a whole collection, and restores."""


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
    cache: Path = cache_folder.NOWHERE
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
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE):
            return folder
    return None


def load(root: Path, out: Path | None = None, jobs: int = 0) -> tuple[Config, list[Problem]]:
    """Read a deck's configuration; without a file, the defaults with the folder's name."""
    stem = root.resolve().name
    slug = slugify(stem) or "deck"
    default = Config(
        root,
        out or root / "build",
        name=printable(normalize("NFC", stem)) or "Deck",
        slug=slug,
        namespace=slug,
        jobs=jobs,
        out_is_named=out is not None,
    )
    config, problems = _Reader(default).read(root)
    return replace(config, cache=cache_folder.place(root, config.slug)), problems


def slugify(text: str) -> str:
    """ASCII letters, digits and hyphens: a name for a file."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class _Reader(TableReader[Config]):
    """Reads deckpress.toml, table by table."""

    file, code = FILE, "bad-config"

    def value(self, table: Table) -> Config:
        self.known(table, ("deck", "folders", "checks", "print", "labels"), "table")
        deck = self.table(table, "deck")
        self.known(deck, DECK_KEYS, "key")
        paper = self.table(table, "print")
        self.known(paper, PRINT_KEYS, "key")
        checks = self.table(table, "checks")
        name = self._name(deck)
        slug = self._slug(self.text(deck, "slug", slugify(name) or self.default.slug))
        return replace(
            self.default,
            name=normalize("NFC", name),
            slug=slug,
            namespace=self.text(deck, "namespace", slug),
            language=self.text(deck, "language", "en"),
            author=self.text(deck, "author"),
            license=self.text(deck, "license"),
            description=self._description(deck),
            repository=self._web_address(deck, "repository"),
            fix_link=self._web_address(deck, "fix-link"),
            folders=self._folders(self.table(table, "folders")),
            severities=self._severities(self.table(checks, "severity")),
            options={code: self.table(checks, code) for code in checks if code != "severity"},
            labels=self._labels(self.table(table, "labels")),
            card_size=self._choice(paper, "card-size", CARD_SIZES, self.default.card_size),
            flip=self._choice(paper, "flip", FLIPS, self.default.flip),
            shift=self._shift(paper),
        )

    # --- [deck] ---

    def _name(self, deck: Table) -> str:
        name = self._plain(deck, self.default.name)
        message = allowed_names.deck_fault(name)
        if not message:
            return name
        self.problem("name", message, "write a name that Anki leaves as it is; :: makes levels")
        return self.default.name

    def _plain(self, table: Table, default: str) -> str:
        """A name that Anki shows as it is written."""
        name = self.text(table, "name", default)
        piece = markup.markup_in_name(name)
        if not piece:
            return name
        message = f"Anki would read {piece!r} in the name {name!r} as markup"
        self.problem(self._spelled(name, "name"), message, "write plain words")
        return default

    def _slug(self, slug: str) -> str:
        if not _SLUG.fullmatch(slug) or _ANKIS_SLUG.fullmatch(slug):
            fix = "use a-z, 0-9 and hyphens; Anki restores whole collections from `collection` and `backup-…`"
            self.problem("slug", f"{slug!r} cannot name the package", fix)
            return self.default.slug
        fault = filenames.fault(f"{slug}.apkg") or filenames.fault(f"{slug}{LONGEST_OUTPUT}")
        if fault:
            message = f"{slug[:60]!r} cannot name the package: {fault}"
            self.problem("slug", message, 'write another slug = "…"')
            return self.default.slug
        return slug

    def _web_address(self, deck: Table, key: str) -> str:
        address = self.text(deck, key)
        if not address or markup.web_address(address):
            return address
        fix = "write https://… without blanks, quotes, angle brackets, and braces but for {id}"
        self.problem(key, f"{key} is no web address: {address[:60]!r}", fix)
        return ""

    def _description(self, table: Table) -> str:
        """Markdown, without what Anki would not show, or not as it is meant."""
        text = self.text(table, "description")
        lines = text.split("\n")
        _, marks = markup.text_and_marks(markup.parse(text), markup.Places(FILE, lines, lines))
        for mark in marks:
            if mark.kind == "link" and not markup.web_link(mark.value):
                message, fix = "no web address", "link to a web page: https://…"
            elif mark.kind in ("image", "raw-html"):
                message, fix = "a description is text", "leave out pictures and HTML"
            else:
                continue
            place = self._spelled(mark.value, "description")
            self.problem(place, f"{message}: {mark.value[:60]!r}", fix)
        return text

    def _spelled(self, value: str, key: str) -> str:
        """The value as it stands in the file, if it does; else its key, which other tables may have."""
        for spelled in (value, value.replace("\\", "\\\\")):
            if any(spelled in line for line in self.lines):
                return spelled
        return key

    # --- [folders], [checks], [labels], [print] ---

    def _folders(self, table: Table) -> dict[str, Folder]:
        folders = {}
        for key in table:
            values = self.table(table, key)
            self.known(values, FOLDER_KEYS, "key")
            folder = Folder(self._folder_name(values, key), self._description(values))
            folders[normalize("NFC", key)] = folder
        return folders

    def _folder_name(self, values: Table, key: str) -> str:
        name = normalize("NFC", self._plain(values, ""))
        if not name or not allowed_names.deck_fault(f"deck::{name}"):
            return name
        fix = "write a name that Anki leaves as it is"
        self.problem(key, f"malformed deck name {name!r}", fix)
        return ""

    def _severities(self, table: Table) -> dict[str, str]:
        severities = {}
        for code, severity in table.items():
            if severity in SEVERITIES:
                severities[code] = severity
                continue
            fix = f"use one of: {', '.join(SEVERITIES)}"
            self.problem(code, f"unknown severity {severity!r}", fix)
        return severities

    def _labels(self, table: Table) -> dict[str, tuple[str, ...]]:
        self.known(table, LABEL_KEYS, "key")
        labels = {}
        for key, words in table.items():
            if isinstance(words, list) and len(words) <= MOST_LABELS and all(map(_is_label, words)):
                labels[key] = tuple(words)
                continue
            fix = f'write {key} = ["…", "…"]: up to {MOST_LABELS} words of {LONGEST_LABEL} letters'
            self.problem(key, f"'{key}' must be a list of words", fix)
        return labels

    def _choice(self, paper: Table, key: str, choices: Collection[str], default: str) -> str:
        value = self.text(paper, key, default)
        if value in choices:
            return value
        self.problem(key, f"unknown {key} {value!r}", f"use one of: {', '.join(choices)}")
        return default

    def _shift(self, paper: Table) -> tuple[float, float]:
        value = paper.get("shift", [*self.default.shift])
        if isinstance(value, list) and len(value) == 2 and all(map(_is_shift, value)):
            right, down = value
            return float(right), float(down)
        fix = f"write shift = [right, down] in mm, up to {FARTHEST:g} each"
        self.problem("shift", "'shift' must be two numbers", fix)
        return self.default.shift


def _is_label(word: object) -> bool:
    """Whether a value is a word, or a few: `Jibu`, `Jibu sahihi`."""
    return isinstance(word, str) and bool(word.strip()) and len(word) <= LONGEST_LABEL


def _is_shift(mm: object) -> bool:
    """A number that is not too large; neither `true` nor `nan`."""
    if isinstance(mm, bool) or not isinstance(mm, int | float):
        return False
    return abs(mm) <= FARTHEST
