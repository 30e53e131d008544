"""The JSON Schemas of our files take what is right and refuse what is not."""

from __future__ import annotations

import json
import tomllib

import pytest
import yaml
from support import REPOSITORY
from support.json_schema import invalid

SCHEMAS = REPOSITORY / "docs" / "schemas"


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
