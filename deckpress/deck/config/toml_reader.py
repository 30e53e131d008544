"""`deckpress.toml`, table by table: what is wrong in it, and the rest as Config."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeGuard
from unicodedata import normalize

from deckpress import markup
from deckpress.deck import allowed_names
from deckpress.deck.config import keys
from deckpress.deck.config.keys import (
    CARD_SIZES,
    FARTHEST,
    FLIPS,
    LONGEST_LABEL,
    MOST_LABELS,
)
from deckpress.deck.config.settings import FILE, Config, Folder
from deckpress.deck.toml import Table, TableReader, is_list_of_texts
from deckpress.model import SEVERITIES
from deckpress.system import filenames

LONGEST_OUTPUT = "-cards-letter-99.pdf"
"""What comes behind the slug in the longest name of an output."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ANKIS_SLUG = re.compile(r"collection|backup-.*")
"""Packages that Anki takes for a whole collection, and restores."""


class ConfigReader(TableReader[Config]):
    """Keeps the default of whatever is wrong."""

    file, code = FILE, "bad-config"

    def value(self, table: Table) -> Config:
        self.known(table, ("deck", "folders", "checks", "print", "labels"), "table")
        deck = self.table(table, "deck")
        self.known(deck, keys.DECK_KEYS, "key")
        paper = self.table(table, "print")
        self.known(paper, keys.PRINT_KEYS, "key")
        checks = self.table(table, "checks")
        name = self._name(deck)
        slug = self._slug(deck, filenames.slug(name) or self.default.slug)
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
            options=self._options(checks),
            labels=self._labels(self.table(table, "labels")),
            card_size=self._choice(paper, "card-size", CARD_SIZES, self.default.card_size),
            flip=self._choice(paper, "flip", FLIPS, self.default.flip),
            shift=self._shift(paper),
        )

    # --- [deck] ---

    def _name(self, deck: Table) -> str:
        # name = "Deep learning::Interviews"
        name = self._plain(deck, self.default.name)
        message = allowed_names.deck_fault(name)
        if not message:
            return name
        self.problem(
            "name",
            message,
            "write a name that Anki leaves as it is; :: makes levels",
        )
        return self.default.name

    def _plain(self, table: Table, default: str) -> str:
        """A name that Anki shows as it is written."""
        name = self.text(table, "name", default)
        piece = markup.markup_in_name(name)
        if not piece:
            return name
        self.problem(
            self._spelled(name, "name"),
            f"Anki would read {piece!r} in the name {name!r} as markup",
            "write plain words",
        )
        return default

    def _slug(self, deck: Table, default: str) -> str:
        slug = self.text(deck, "slug", default)
        if not _SLUG.fullmatch(slug) or _ANKIS_SLUG.fullmatch(slug):
            self.problem(
                "slug",
                f"{slug!r} cannot name the package",
                "use a-z, 0-9 and hyphens; "
                "Anki restores whole collections from `collection` and `backup-…`",
            )
            return self.default.slug
        # Not too long, and no `aux` or `con`, which mean a device on Windows.
        for name in (f"{slug}.apkg", f"{slug}{LONGEST_OUTPUT}"):
            fault = filenames.fault(name)
            if fault:
                self.problem(
                    "slug",
                    f"{slug[:60]!r} cannot name the package: {fault}",
                    'write another slug = "…"',
                )
                return self.default.slug
        return slug

    def _web_address(self, deck: Table, key: str) -> str:
        address = self.text(deck, key)
        if not address or markup.web_address(address):
            return address
        self.problem(
            key,
            f"{key} is no web address: {address[:60]!r}",
            "write https://… without blanks, quotes, angle brackets, and braces but for {id}",
        )
        return ""

    def _description(self, table: Table) -> str:
        """Markdown, without what Anki would not show, or not as it is meant."""
        text = self.text(table, "description")
        lines = text.split("\n")
        places = markup.Places(FILE, lines, lines)
        _, marks = markup.text_and_marks(markup.parse(text), places)
        for mark in marks:
            if mark.kind == "link" and not markup.web_link(mark.value):
                message, fix = "no web address", "link to a web page: https://…"
            elif mark.kind in ("image", "raw-html"):
                message, fix = "a description is text", "leave out pictures and HTML"
            else:
                continue
            self.problem(
                self._spelled(mark.value, "description"),
                f"{message}: {mark.value[:60]!r}",
                fix,
            )
        return text

    def _spelled(self, value: str, key: str) -> str:
        """The value as the file has it; else its key, which other tables may have too."""
        # "\\(x\\)" in the file is \(x\) here.
        for spelled in (value, value.replace("\\", "\\\\")):
            if any(spelled in line for line in self.lines):
                return spelled
        return key

    # --- [folders], [checks], [labels], [print] ---

    def _folders(self, table: Table) -> dict[str, Folder]:
        folders = {}
        # [folders."05-losses"]
        for key in table:
            values = self.table(table, key)
            self.known(values, keys.FOLDER_KEYS, "key")
            folders[normalize("NFC", key)] = Folder(
                name=self._folder_name(values, key),
                description=self._description(values),
            )
        return folders

    def _folder_name(self, values: Table, key: str) -> str:
        name = normalize("NFC", self._plain(values, ""))
        if not name or not allowed_names.deck_fault(f"deck::{name}"):
            return name
        self.problem(
            key,
            f"malformed deck name {name!r}",
            "write a name that Anki leaves as it is",
        )
        return ""

    def _options(self, checks: Table) -> dict[str, Table]:
        # [checks.answer-too-long]
        codes = [code for code in checks if code != "severity"]
        return {code: self.table(checks, code) for code in codes}

    def _severities(self, table: Table) -> dict[str, str]:
        severities = {}
        # missing-source = "off"
        for code, severity in table.items():
            if severity in SEVERITIES:
                severities[code] = severity
                continue
            self.problem(
                code,
                f"unknown severity {severity!r}",
                f"use one of: {', '.join(SEVERITIES)}",
            )
        return severities

    def _labels(self, table: Table) -> dict[str, tuple[str, ...]]:
        self.known(table, keys.LABEL_KEYS, "key")
        labels = {}
        # question = ["Swali", "Maswali"]
        for key, words in table.items():
            if _are_labels(words):
                labels[key] = tuple(words)
                continue
            self.problem(
                key,
                f"'{key}' must be a list of words",
                f'write {key} = ["…", "…"]: up to {MOST_LABELS} words of {LONGEST_LABEL} letters',
            )
        return labels

    def _choice(self, paper: Table, key: str, choices: Collection[str], default: str) -> str:
        value = self.text(paper, key, default)
        if value in choices:
            return value
        self.problem(
            key,
            f"unknown {key} {value!r}",
            f"use one of: {', '.join(choices)}",
        )
        return default

    def _shift(self, paper: Table) -> tuple[float, float]:
        if "shift" not in paper:
            return self.default.shift
        value = paper["shift"]  # [0.5, -1.2]
        if isinstance(value, list) and len(value) == 2 and all(map(_is_shift, value)):
            right, down = map(float, value)
            return right, down
        self.problem(
            "shift",
            "'shift' must be two numbers",
            f"write shift = [right, down] in mm, up to {FARTHEST:g} each",
        )
        return self.default.shift


def _are_labels(words: object) -> TypeGuard[list[str]]:
    """Whether a value is a list of words, or of a few: `Jibu`, `Jibu sahihi`."""
    if not is_list_of_texts(words) or len(words) > MOST_LABELS:
        return False
    return all(len(word) <= LONGEST_LABEL for word in words)


def _is_shift(mm: object) -> bool:
    """A number that is not too large; neither `true` nor `nan`."""
    if isinstance(mm, bool) or not isinstance(mm, int | float):
        return False
    return abs(mm) <= FARTHEST
