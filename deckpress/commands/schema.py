"""`schema`: JSON Schemas of deckpress.toml, of the tables in content/ and of front matter, for
editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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
    schema = {"$schema": DIALECT, **SCHEMAS[name]()}
    click.echo(json.dumps(schema, indent=2))


def _table(properties: Mapping[str, Schema], description: str = "") -> Schema:
    """An object that has these properties and no others."""
    schema: Schema = {"type": "object"}
    if description:
        schema["description"] = description
    schema["properties"] = dict(properties)
    schema["additionalProperties"] = False
    return schema


def _map(values: Schema) -> Schema:
    """An object whose keys are the author's own."""
    return {"type": "object", "additionalProperties": values}


def _list(items: Schema, **limits: int) -> Schema:
    return {"type": "array", "items": items, **limits}


def _described(schema: Schema, description: str) -> Schema:
    """A schema with what an editor shows of it."""
    return {**schema, "description": description}


def _deckpress() -> Schema:
    folder = _table(_texts(keys.FOLDER_KEYS))
    tables = {
        "deck": _table(_texts(keys.DECK_KEYS), "What the deck is."),
        "folders": _described(_map(folder), "Names and descriptions of sub-decks."),
        "checks": _checks(),
        "print": _print(),
        "labels": _labels(),
    }
    return _table(tables)


def _checks() -> Schema:
    """`[checks.severity]`, and a table for each check that has options."""
    severities = dict[str, Schema]()
    tables = dict[str, Schema]()
    for code, module in checks.modules().items():
        severities[code] = _severity(code, module)
        if getattr(module, "OPTIONS", None):
            limits = getattr(module, "LIMITS", {})
            tables[code] = _options(module.OPTIONS, limits)
    return _table({"severity": _table(severities), **tables})


def _texts(keys: Mapping[str, str]) -> dict[str, Schema]:
    """Texts, by keys that are described."""
    return {key: _described(_TEXT, text) for key, text in keys.items()}


def _severity(code: str, module: ModuleType) -> Schema:
    """What deckpress.toml can make of a check: a guard is an error in every deck."""
    # An editor underlines what `check` would refuse.
    severities = SEVERITIES[:1] if checks.is_guard(code) else SEVERITIES
    first_line, _, _ = (module.__doc__ or "").partition("\n")
    return _described(_one_of(severities), first_line)


def _one_of(values: Iterable[str]) -> Schema:
    return {"enum": list(values)}


def _print() -> Schema:
    # shift = [0.5, -1.2]
    farthest = keys.FARTHEST
    length = {"type": "number", "minimum": -farthest, "maximum": farthest}
    values = {
        "card-size": _one_of(keys.CARD_SIZES),
        "flip": _one_of(keys.FLIPS),
        "shift": _list(length, minItems=2, maxItems=2),
    }
    shown = {key: _described(values[key], text) for key, text in keys.PRINT_KEYS.items()}
    return _table(shown, "Cards to cut out.")


def _labels() -> Schema:
    word = {**_SOME_TEXT, "maxLength": keys.LONGEST_LABEL}
    words = _list(word, maxItems=keys.MOST_LABELS)
    shown = {key: _described(words, text) for key, text in keys.LABEL_KEYS.items()}
    return _table(shown, "Words by which pages to import name the parts of a card.")


def _options(
    options: Mapping[str, Any],
    limits: Mapping[str, tuple[int, int]],
) -> Schema:
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
    # [tags."dl::basics::neuron"]
    count = {"type": "integer", "minimum": 0}
    topic = _table({"description": _TEXT, "minimum": count})
    topic["required"] = ["description"]
    return _table({"tags": _map(topic)})


def _front_matter() -> Schema:
    # `tags: dl::adam` and `tags: [dl::adam, dl::sgd]`
    properties = dict.fromkeys(PAGE_KEYS, _TEXT)
    properties["tags"] = {"anyOf": [_TEXT, _list(_TEXT)]}
    return _table(properties)


def _glossary() -> Schema:
    # [terms.backpropagation]
    spellings = "Spellings not to use; lower case means any case."
    values = {
        "not": _described(_list(_SOME_TEXT), spellings),
        "definition": _described(_TEXT, "What the term means."),
    }
    term = _table({key: values[key] for key in glossary.KEYS})
    return _table({"terms": _map(term)})


def _misconceptions() -> Schema:
    # [[misconception]]
    entry = _table({key: _SOME_TEXT for key in misconceptions.KEYS})
    entry["properties"]["severity"] = _one_of(SEVERITIES)
    entry["required"] = list(misconceptions.REQUIRED)
    return _table({"misconception": _list(entry)})


def _similarity() -> Schema:
    # contrast = [["overfitting", "underfitting"], ["sigmoid", "tanh", "ReLU"]]
    terms = _list(_SOME_TEXT, minItems=1)
    properties = {
        "contrast": _described(_list(terms), "Lists of terms that exclude each other."),
        "aliases": _described(_map(_SOME_TEXT), 'RNN = "recurrent neural network"'),
    }
    return _table(properties)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "deckpress": _deckpress,
    "front-matter": _front_matter,
    "glossary": _glossary,
    "misconceptions": _misconceptions,
    "similarity": _similarity,
    "tags": _tags,
}
