"""What other tools read: SARIF, GitHub annotations, JSON Schemas of our files, the pre-commit hooks."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from support import REPOSITORY, TESTS, MakeDeck, Run

SCHEMAS = REPOSITORY / "docs" / "schemas"
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def invalid(value: Any, schema: Any, place: str = "$") -> Iterator[str]:
    """Where a value breaks a JSON Schema, as far as our own schemas use the language; an unknown keyword fails."""
    known = {
        "type",
        "properties",
        "additionalProperties",
        "items",
        "enum",
        "anyOf",
        "required",
        "minimum",
        "maximum",
    }
    known |= {
        "minItems",
        "maxItems",
        "minLength",
        "pattern",
        "const",
        "description",
        "default",
        "$schema",
    }
    assert not set(schema) - known, set(schema) - known
    if "type" in schema and (
        not isinstance(value, TYPES[schema["type"]]) or (value is True and "int" in schema["type"])
    ):
        yield f"{place}: {value!r} is no {schema['type']}"
        return
    if "anyOf" in schema and all([*invalid(value, option, place)] for option in schema["anyOf"]):
        yield f"{place}: {value!r} fits none"
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{place}: {value!r} is not allowed"
    yield from _sizes(value, schema, place)
    for key, inner in value.items() if isinstance(value, dict) else ():
        more = schema.get("additionalProperties", {})
        found = schema.get("properties", {}).get(key, more)
        yield from (
            [f"{place}: unknown key {key}"]
            if found is False
            else invalid(inner, found, f"{place}.{key}")
        )
    for i, inner in enumerate(value if isinstance(value, list) else ()):
        yield from invalid(inner, schema.get("items", {}), f"{place}[{i}]")


def _sizes(value: Any, schema: Any, place: str) -> Iterator[str]:
    length = len(value) if isinstance(value, str | list) else 0
    bounds = ("minItems", "maxItems") if isinstance(value, list) else ("minLength", "maxLength")
    number = value if isinstance(value, int | float) else 0
    if not schema.get(bounds[0], 0) <= length <= schema.get(bounds[1], length):
        yield f"{place}: {length} is too short or too long"
    if not schema.get("minimum", number) <= number <= schema.get("maximum", number):
        yield f"{place}: {number} is too small or too large"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, dict):
        yield from (f"{place}: no {key}" for key in schema.get("required", ()) if key not in value)


def test_the_validator_of_this_test_can_fail() -> None:
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1}},
        "required": ["n"],
    }
    assert [*invalid({"n": 1}, schema)] == []
    assert (
        [*invalid({"n": 0}, schema)] and [*invalid({}, schema)] and [*invalid({"n": "1"}, schema)]
    )
    assert [*invalid({"n": 1, "m": 2}, {**schema, "additionalProperties": False})]


# --- our own files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("deckpress", "deckpress.toml"),
        ("tags", "content/tags.toml"),
        ("misconceptions", "content/misconceptions.toml"),
        ("similarity", "content/similarity.toml"),
        ("glossary", "content/glossary.toml"),
    ],
)
def test_the_schemas_take_the_tables_of_the_deck(schema: str, path: str) -> None:
    table = tomllib.loads((REPOSITORY / path).read_text(encoding="utf-8"))
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text())
    assert [*invalid(table, rules)] == []
    assert [*invalid({**table, "unknown": {}}, rules)]
    assert (
        (REPOSITORY / path).read_text(encoding="utf-8").startswith("#:schema ")
    )  # editors look there


def test_the_schema_takes_the_front_matter_of_every_page() -> None:
    rules = json.loads((SCHEMAS / "front-matter.json").read_text())
    pages = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "content").rglob("*.md")]
    fronts = [yaml.safe_load(text.split("---\n")[1]) for text in pages if text.startswith("---\n")]
    assert len(fronts) > 20
    assert [fault for front in fronts for fault in invalid(front, rules)] == []
    assert [*invalid({"tag": "x"}, rules)]


# --- what `check` writes ----------------------------------------------------------------------------------------

TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {
                            "type": "string",
                            "pattern": r"^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$",
                        }
                    },
                },
                "region": {
                    "type": "object",
                    "required": ["startLine", "startColumn"],
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        }
    },
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "shortDescription": TEXT, "help": TEXT},
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "level"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "pattern": "^https://"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {"rules": {"type": "array", "items": RULE}},
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}
"""SARIF 2.1.0, sections 3.13 to 3.30, as far as we write it: what is required, and what values are allowed."""


@pytest.mark.parametrize(
    "case", ["duplicate-question", "not-utf-8", "double-space", "bad-config", "no-cards"]
)
def test_sarif_is_as_the_standard_wants_it(case: str, run: Run) -> None:
    log = json.loads(run(TESTS / "golden" / case, "check", "--format", "sarif").stdout)
    assert [*invalid(log, SARIF)] == []
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert only["results"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in only["results"])


def test_names_that_mean_something_to_github_and_sarif_are_escaped(
    make_deck: MakeDeck, run: Run
) -> None:
    root = make_deck(
        {"content/a,b c%é.md": "## What: 100%, or\nnot?\n<!-- id: what; typ: x -->\n\nYes.\n"}
    )
    rows = run(root, "check", "--format", "github").stdout.splitlines()
    assert rows and all(
        re.match(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[a-z0-9-]+::.", r)
        for r in rows
    )
    assert all(
        row.startswith(tuple(f"::{level} file=content/a%2Cb c%25é.md," for level in LEVELS))
        for row in rows
    )
    assert all("%0Afix: " in row and "\r" not in row for row in rows)
    log = json.loads(run(root, "check", "--format", "sarif").stdout)
    uris = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for r in log["runs"][0]["results"]
    }
    assert uris == {"content/a%2Cb%20c%25%C3%A9.md"}


LEVELS = ("error", "warning", "notice")


def test_a_percent_sign_in_a_message_is_escaped(make_deck: MakeDeck, run: Run) -> None:
    page = "## Where?\n<!-- id: where -->\n\n![A plot](a%20b.png)\n"
    output = run(make_deck({"content/a.md": page}), "check", "--format", "github").stdout
    assert "percent-encoded name 'a%2520b.png'%0Afix: write <a b.png>" in output


# --- hooks ------------------------------------------------------------------------------------------------------


def test_the_hooks_run_commands_that_exist_on_files_that_matter(run: Run) -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "deckpress" and run(REPOSITORY, *arguments, "--help").exit_code == 0
        assert re.search(hook["files"], "content/a/b.md") and not re.search(
            hook["files"], "README.md"
        )
        assert hook["pass_filenames"] is False
