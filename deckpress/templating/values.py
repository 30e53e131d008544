"""What templates are given: data. A stranger may have written the template, so nothing here does.

Texts, numbers, lists and mappings of them, and the public attributes of a `View`: no path, no
module, no function, and no method that a template could call.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deckpress.deck.config import Config


class View:
    """The base of the objects that a template sees: frozen dataclasses of nothing but data.

    Its fields hold what `budget.worth` allows; its properties are computed from them.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        # Also what a template gets that makes a text of it: short, whatever it holds.
        return f"<{type(self).__name__.strip('_').lower()}>"


@dataclass(frozen=True, slots=True, repr=False)
class Configuration(View):
    """What templates see of deckpress.toml, as `config`."""

    name: str
    slug: str
    namespace: str
    language: str
    author: str
    license: str
    description: str
    repository: str
    fix_link: str
    card_size: str
    flip: str
    shift: tuple[float, float]


def configuration(config: Config) -> Configuration:
    """The part of the configuration that concerns templates; not where the deck is."""
    names = [field.name for field in dataclasses.fields(Configuration)]
    return Configuration(*[getattr(config, name) for name in names])


class NoFaultOfTheTemplate(Exception):
    """A `LazyText` could not be made."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class LazyText:
    """A text that is made when a template shows it, and only then.

    All of a deck's HTML at once would take more memory than anything else.
    """

    make: Callable[[], str]

    def text(self) -> str:
        """The text. Raises NoFaultOfTheTemplate."""
        try:
            return self.make()
        except Exception as error:
            raise NoFaultOfTheTemplate(error) from error


DATA = (
    str,
    int,
    float,
    type(None),
    list,
    tuple,
    Mapping,
    View,
    LazyText,
)
"""What a template may see."""

_KINDS = (
    (str, "text"),
    ((int, float), "number"),
    ((list, tuple, range), "list"),
    (Mapping, "mapping"),
    (LazyText, "text that is yet to be made"),
)


def kind_of(value: object) -> str:
    """What a value is called in a message to somebody who writes templates."""
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return type(value).__name__.strip("_").lower()


def public_names(view: View) -> list[str]:
    """What a template can read of it, sorted: fields and properties, no methods."""
    kind = type(view)
    names = [name for name in dir(kind) if not name.startswith("_")]
    return [name for name in names if not callable(getattr(kind, name))]
