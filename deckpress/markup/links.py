"""Where a link may lead from a card, and what counts as an address of the web."""

from __future__ import annotations

import re

SAFE_SCHEMES = (
    "http",
    "https",
    "mailto",
)
"""Schemes a link may have; a target without a scheme points into the deck."""

# mailto:somebody@example.org
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# https://example.org/issues/new?title={id}
_PLACEHOLDER = re.compile(r"\{(?:id|path|line)\}")
_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\{}|^\x00-\x1f\x7f-\x9f]+""", re.IGNORECASE)


def safe_link(target: str) -> bool:
    """Whether a link may stand in a card: to the web, to a mail address, or into the deck.

    Not to a script, nor to a file: a path from the root (`/etc`) or a host (`//host`, `\\\\host`)
    is a file of the learner's where the page is one.
    """
    if as_browsers_read(target).startswith(("/", "\\")):
        return False
    scheme = _scheme(target)
    return not scheme or scheme in SAFE_SCHEMES


def web_link(target: str) -> bool:
    """Whether a safe link leads out of the deck."""
    return _scheme(target) in SAFE_SCHEMES


def web_address(address: str) -> bool:
    """Whether an address of deckpress.toml leads to the web and can stand where it is meant to.

    That is in an attribute, and in an Anki template, where `{{` begins a field; `{id}`, `{path}`
    and `{line}` are filled in.
    """
    filled_in = _PLACEHOLDER.sub("", address)
    return bool(_ADDRESS.fullmatch(filled_in))


def as_browsers_read(target: str) -> str:
    """The target without what browsers skip: `java&Tab;script:` is a script (WHATWG URL, §4.4)."""
    shown = _CONTROL.sub("", target)
    return shown.strip()


def _scheme(target: str) -> str:
    scheme = _SCHEME.match(as_browsers_read(target))
    return scheme[1].lower() if scheme else ""
