"""What other tools read: SARIF, GitHub annotations, JSON Schemas of our files, the pre-commit hooks."""

from __future__ import annotations

import json
import re

import pytest
from support import TESTS, MakeDeck, Run
from support.json_schema import invalid

# --- our own files ----------------------------------------------------------------------------------------------


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
