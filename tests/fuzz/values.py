"""Values for tables: what a JSON Schema allows, and what not; TOML and JSON texts of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.fuzz import words

NUMBERS = (0, 1, -1, 2, 60, 10**6, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**18, 0.5, -0.0, 1e308)
DEEPEST = 4
"""Levels of a value that is made up."""


def odd(random: Random, depth: int = 0) -> Any:
    """Any value: a text, a number, a truth, a list or a table."""
    kinds = ["text", "text", "number", "truth", "list", "table"]
    match random.choice(kinds if depth < DEEPEST else kinds[:4]):
        case "text":
            return words.odd(random)
        case "number":
            return random.choice(NUMBERS)
        case "truth":
            return random.random() < 0.5
        case "list":
            return [odd(random, depth + 1) for _ in range(random.choice((0, 1, 3)))]
    return {
        words.one_line(random, 0.5)[:40]: odd(random, depth + 1)
        for _ in range(random.choice((0, 1, 3)))
    }


def of_schema(schema: Mapping[str, Any], random: Random, oddness: float) -> Any:
    """A value that a schema (a part of JSON Schema) allows; with that probability at each place,
    any other.
    """
    if random.random() < oddness:
        return odd(random)
    if "enum" in schema:
        return random.choice(schema["enum"])
    if "anyOf" in schema or "oneOf" in schema:
        return of_schema(random.choice(schema.get("anyOf") or schema["oneOf"]), random, oddness)
    kind = schema.get("type", "string")
    make = _MAKERS.get(kind[0] if isinstance(kind, list) else kind, _text)
    return make(schema, random, oddness)


def table(schema: Mapping[str, Any], random: Random, oddness: float) -> dict[str, Any]:
    """A table of a schema; with that probability at each place, something else."""
    known = schema.get("properties", {})
    needed = [key for key in schema.get("required", ()) if random.random() >= oddness]
    chosen = random.sample(sorted(known), min(len(known), random.choice((0, 1, 2, 5))))
    made = {key: of_schema(known[key], random, oddness) for key in sorted({*needed, *chosen})}
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        for _ in range(random.choice((0, 1, 3))):
            made[words.one_line(random, oddness)[:60]] = of_schema(others, random, oddness)
    if random.random() < oddness:
        made[words.one_line(random, 0.5)[:40]] = odd(random)
    return made


def _list(schema: Mapping[str, Any], random: Random, oddness: float) -> list[Any]:
    items = schema.get("items", {})
    return [
        of_schema(items, random, oddness)
        for _ in range(random.choice((schema.get("minItems", 0), 1, 2, 5)))
    ]


def _number(schema: Mapping[str, Any], random: Random, oddness: float) -> Any:
    return random.choice((0, 1, 3, 50, 1000))


def _truth(schema: Mapping[str, Any], random: Random, oddness: float) -> bool:
    return random.random() < 0.5


def _text(schema: Mapping[str, Any], random: Random, oddness: float) -> str:
    return words.text(random, 0.3 if oddness else 0.0)


_MAKERS: dict[str, Callable[[Mapping[str, Any], Random, float], Any]] = {
    "object": table,
    "array": _list,
    "integer": _number,
    "number": _number,
    "boolean": _truth,
    "string": _text,
}


def bent(value: Any, random: Random, rate: float) -> Any:
    """A JSON value in which some places hold something else, or nothing."""
    if random.random() < rate:
        return random.choice(
            (None, "", 0, -1, 10**30, 1e999, [], {}, True, "²", "\ud800", odd(random))
        )
    if isinstance(value, dict):
        made = {
            key: bent(item, random, rate)
            for key, item in value.items()
            if random.random() >= rate / 2
        }
        return {
            (words.odd(random) if random.random() < rate else key): item
            for key, item in made.items()
        }
    if isinstance(value, list):
        return [bent(item, random, rate) for item in value] * random.choice((1,) * 20 + (0, 2))
    return value


def as_json(value: Any, random: Random) -> str:
    """JSON, now and then with numbers or nesting that a reader chokes on."""
    text = json.dumps(value, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.1:
        piece = random.choice(
            ("1" * 5000, "[" * 5000, '{"a":' * 3000, "1e9999", "NaN", '"\\ud800"', "'x'", "//x", "")
        )
        at = random.randrange(len(text) + 1)
        text = text[:at] + piece + text[at:]
    return text


def as_toml(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """A table of TOML; a value that TOML cannot say is left out."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items() if value is not None]
    for key, value in table.items():
        if isinstance(value, dict):
            below = (*path, key)
            lines += ["", f"[{'.'.join(map(_key, below))}]", as_toml(value, below)]
    return "\n".join(lines)


def _key(key: str) -> str:
    return json.dumps(key)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
