"""What deckpress.toml makes of the checks: how much each weighs, with which options it looks."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from deckpress.checks._contract import Options
from deckpress.deck.config import Config
from deckpress.deck.suggestions import suggest
from deckpress.model import SEVERITIES
from deckpress.system import plugins

_TYPES = {
    list: 'a list: ["…", "…"]',
    int: "a whole number",
    float: "a number with a point",
    bool: "true or false",
    dict: "a table",
}


def modules() -> dict[str, ModuleType]:
    """All checks by code, sorted."""
    return plugins.discover("deckpress.checks")


def is_guard(code: str) -> bool:
    """Whether the check is an error whatever deckpress.toml says.

    A stranger's pull request may change that file.
    """
    return bool(getattr(modules()[code], "GUARD", not is_waivable(code)))


def is_waivable(code: str) -> bool:
    """Whether a card's `allow:` can excuse it, with a reason."""
    return bool(getattr(modules()[code], "WAIVABLE", True))


def firmness(code: str) -> str:
    """What the documents say of a guard."""
    if is_waivable(code):
        return (
            "A card can be excused by `allow:`; deckpress.toml cannot make it less than an error."
        )
    return "It cannot be waived, and deckpress.toml cannot make it less than an error."


def severity(code: str, config: Config) -> str:
    """What the deck's owner, or else the check itself, makes of the fault.

    A guard is an error to everybody.
    """
    if is_guard(code):
        return SEVERITIES[0]
    check = modules()[code]
    own = getattr(check, "SEVERITY", SEVERITIES[0])
    language = getattr(check, "LANGUAGE", "")
    # Of `pt-BR`, only the beginning is compared.
    if not config.language.lower().startswith(language):
        own = "off"
    return config.severities.get(code, own)


def options(code: str, config: Config) -> Options:
    """What deckpress.toml sets for a check, over the check's own defaults.

    What an option cannot be does not count.
    """
    defaults: Options = getattr(modules()[code], "OPTIONS", {})
    usable = {**defaults}
    for key, value in config.options.get(code, {}).items():
        if not wrong_option(code, key, value):
            usable[key] = value
    return usable


def settings(config: Config) -> tuple[tuple[str, str], ...]:
    """Each check with its severity, and each of its options with its value, as text; sorted."""
    found = []
    for code in modules():
        found.append((code, severity(code, config)))
        for key, value in options(code, config).items():
            found.append((f"{code} {key}", str(value)))
    return tuple(sorted(found))


def wrong_option(
    code: str,
    key: str,
    value: object,
) -> tuple[str, str] | None:
    """The message and the fix for an option of a check that cannot be.

    One of a wrong type is as bad as one of a wrong name. None if nothing is wrong.
    """
    check = modules()[code]
    known: Options = getattr(check, "OPTIONS", {})
    limits: Mapping[str, tuple[int, int]] = getattr(check, "LIMITS", {})
    if key not in known:
        fix = suggest(key, known) if known else "remove it: this check has no options"
        return f"unknown option {key!r} of {code}", fix
    if not _has_type_of(known[key], value):
        fix = f"write {_TYPES.get(type(known[key]), 'text')}"
        return f"option {key!r} of {code} has the wrong type", fix
    if key in limits and isinstance(value, int | float):
        least, most = limits[key]
        if not least <= value <= most:
            fix = f"write a number from {least:,} to {most:,}"
            return f"option {key!r} of {code} cannot be {value:,}", fix
    return None


def _has_type_of(default: object, value: object) -> bool:
    """Whether an option has the type of its default; a list holds texts, a table what that has."""
    if type(value) is not type(default):  # not `isinstance`: to Python, True is a number
        return False
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    if isinstance(value, dict) and isinstance(default, dict):
        # spoken = { interview = 110 }
        return {*map(type, value.values())} <= {*map(type, default.values())}
    return True
