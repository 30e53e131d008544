"""`schema`: JSON Schemas of deckpress.toml, of the tables in content/ and of front matter, for
editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import click

from deckpress.model import PAGE_KEYS, SEVERITIES
from deckpress.system import plugins

checks = plugins.lazy("deckpress.checks")
keys = plugins.lazy("deckpress.deck.config.keys")
glossary = plugins.lazy("deckpress.deck.glossary")
misconceptions = plugins.lazy("deckpress.deck.misconceptions")

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

NAMES = ("deckpress", "front-matter", "glossary", "misconceptions", "similarity", "tags")

_TEXT: Schema = {"type": "string"}
_SOME_TEXT: Schema = {"type": "string", "minLength": 1}
_TYPES: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    dict: "object",
}


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema of deckpress.toml, a table in content/ (by its name) or a page's front
    matter."""
    click.echo(json.dumps({"$schema": DIALECT, **SCHEMAS[name]()}, indent=2))


def _table(properties: Mapping[str, Schema], description: str = "") -> Schema:
    """An object that has these properties and no others."""
    shown = {"description": description} if description else {}
    table = {"properties": dict(properties), "additionalProperties": False}
    return {"type": "object", **shown, **table}


def _deckpress() -> Schema:
    folders = {
        "type": "object",
        "additionalProperties": _table(_texts(keys.FOLDER_KEYS)),
        "description": "Names and descriptions of sub-decks.",
    }
    tables = {
        "deck": _table(_texts(keys.DECK_KEYS), "What the deck is."),
        "folders": folders,
        "checks": _checks(),
        "print": _print(),
        "labels": _labels(),
    }
    return _table(tables)


def _checks() -> Schema:
    """`[checks.severity]`, and a table for each check that has options."""
    severities, tables = dict[str, Schema](), dict[str, Schema]()
    for code, module in checks.modules().items():
        severities[code] = _severity(code, module)
        if getattr(module, "OPTIONS", None):
            tables[code] = _options(module.OPTIONS, getattr(module, "LIMITS", {}))
    return _table({"severity": _table(severities), **tables})


def _texts(keys: Mapping[str, str]) -> dict[str, Schema]:
    """Each key with what an editor shows of it."""
    return {key: {**_TEXT, "description": said} for key, said in keys.items()}


def _severity(code: str, module: ModuleType) -> Schema:
    """What deckpress.toml can make of a check: a guard is an error in every deck."""
    # An editor underlines what `check` would refuse.
    severities = SEVERITIES[:1] if checks.is_guard(code) else SEVERITIES
    return {"enum": list(severities), "description": (module.__doc__ or "").partition("\n")[0]}


def _print() -> Schema:
    number: Schema = {"type": "number", "minimum": -keys.FARTHEST, "maximum": keys.FARTHEST}
    shift: Schema = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    values: dict[str, Schema] = {
        "card-size": {"enum": list(keys.CARD_SIZES)},
        "flip": {"enum": list(keys.FLIPS)},
        "shift": shift,
    }
    told = {key: {**values[key], "description": said} for key, said in keys.PRINT_KEYS.items()}
    return _table(told, "Cards to cut out.")


def _labels() -> Schema:
    word: Schema = {**_SOME_TEXT, "maxLength": keys.LONGEST_LABEL}
    words: Schema = {"type": "array", "items": word, "maxItems": keys.MOST_LABELS}
    told = {key: {**words, "description": said} for key, said in keys.LABEL_KEYS.items()}
    return _table(told, "Words by which pages to import name the parts of a card.")


def _options(options: Mapping[str, Any], limits: Mapping[str, tuple[int, int]]) -> Schema:
    properties = dict[str, Schema]()
    for key, value in options.items():
        properties[key] = _option(value)
        if key in limits:
            least, most = limits[key]
            properties[key] |= {"minimum": least, "maximum": most}
    return _table(properties)


def _option(value: object) -> Schema:
    """The type of an option, told by its default."""
    if isinstance(value, list | tuple):
        return {"type": "array", "default": list(value)}
    return {"type": _TYPES[type(value)], "default": value}


def _tags() -> Schema:
    topic = _table({"description": _TEXT, "minimum": {"type": "integer", "minimum": 0}})
    topic["required"] = ["description"]
    return _table({"tags": {"type": "object", "additionalProperties": topic}})


def _front_matter() -> Schema:
    # `tags: dl::adam` and `tags: [dl::adam, dl::sgd]`
    words = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    return _table({key: words if key == "tags" else _TEXT for key in PAGE_KEYS})


def _glossary() -> Schema:
    values: dict[str, Schema] = {
        "not": {
            "type": "array",
            "items": _SOME_TEXT,
            "description": "Spellings not to use; lower case means any case.",
        },
        "definition": {**_TEXT, "description": "What the term means."},
    }
    term = _table({key: values[key] for key in glossary.KEYS})
    return _table({"terms": {"type": "object", "additionalProperties": term}})


def _misconceptions() -> Schema:
    entry = _table({key: _SOME_TEXT for key in misconceptions.KEYS})
    entry["properties"]["severity"] = {"enum": list(SEVERITIES)}
    entry["required"] = list(misconceptions.REQUIRED)
    return _table({"misconception": {"type": "array", "items": entry}})


def _similarity() -> Schema:
    terms = {"type": "array", "items": _SOME_TEXT, "minItems": 1}
    contrast = {
        "type": "array",
        "items": terms,
        "description": "Lists of terms that exclude each other.",
    }
    aliases = {
        "type": "object",
        "additionalProperties": _SOME_TEXT,
        "description": 'RNN = "recurrent neural network"',
    }
    return _table({"contrast": contrast, "aliases": aliases})


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "deckpress": _deckpress,
    "front-matter": _front_matter,
    "glossary": _glossary,
    "misconceptions": _misconceptions,
    "similarity": _similarity,
    "tags": _tags,
}
