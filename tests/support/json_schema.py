"""JSON Schema, as far as our own schemas use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

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
