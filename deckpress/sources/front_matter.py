"""Front matter: YAML between two lines of `---`.

It is read by its nodes, so that every key and value keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import yaml

from deckpress.model import Fault, Setting, Span

DEEPEST = 20
"""Levels of nesting; what means anything here has two."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Places = Callable[[int, int], Span]
"""The place of a row and a column of the YAML, both from 0."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says."""

    settings: tuple[Setting, ...] = ()
    tags: tuple[tuple[str, Span], ...] = ()
    faults: tuple[Fault, ...] = ()


def read(content: str, places: _Places) -> FrontMatter:
    """Read the YAML `content`. Never raises.

    Nodes are composed, not constructed, and only words and lists of words are taken: no alias can
    grow, no tag can make an object.
    """
    try:
        too_deep = _too_deep(content)
        if too_deep:
            message = f"more than {DEEPEST} levels of brackets or indentation"
            return _no_yaml(places(*too_deep), message)
        root = yaml.compose(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        row, column = _row_and_column(error, content)
        return _no_yaml(places(row, column), str(error.problem))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        message = str(error).splitlines()[0]
        return _no_yaml(places(0, 0), message)
    if root is None:  # nothing but blanks and comments
        return FrontMatter()
    reader = _Reader(places)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            reader.take(key, value)
    else:
        reader.fault(places(0, 0), "front matter must be `key: value` lines")
    return FrontMatter(
        tuple(reader.settings),
        tuple(reader.tags),
        tuple(reader.faults),
    )


def first_value(settings: Iterable[Setting], key: str) -> str:
    """The first value of a key that is not empty; an empty text if there is none."""
    for setting in settings:
        if setting.key == key and setting.value:
            return setting.value
    return ""


def words(value: str) -> list[str]:
    """The words of a list that may be written with commas, blanks or both."""
    return [word for word in re.split(r"[,\s]+", value) if word]


def _too_deep(content: str) -> tuple[int, int] | None:
    """The row and column at which YAML is nested deeper than `DEEPEST`, if it is.

    Composing it calls itself: in C, that ends the process.
    """
    depth = 0
    for event in yaml.parse(content, Loader=_LOADER):
        # Sequences and mappings, in brackets or by indentation.
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        mark = event.start_mark
        if depth > DEEPEST and mark:
            return mark.line, mark.column
    return None


def _row_and_column(
    error: yaml.MarkedYAMLError,
    content: str,
) -> tuple[int, int]:
    opened = error.context_mark
    mark = error.problem_mark or opened
    if mark and opened and mark.line > content.count("\n"):
        mark = opened  # a bracket that is never closed: say where it opens
    return (mark.line, mark.column) if mark else (0, 0)


def _no_yaml(span: Span, problem: str) -> FrontMatter:
    message = f"front matter is not valid YAML: {problem}"
    fault = Fault(span, message, code="bad-front-matter")
    return FrontMatter(faults=(fault,))


class _Reader:
    """Collects the settings of a page, key by key."""

    def __init__(self, places: _Places) -> None:
        self.places = places
        self.keys: set[str] = set()
        self.settings: list[Setting] = []
        self.tags: list[tuple[str, Span]] = []
        self.faults: list[Fault] = []

    def take(
        self,
        key: yaml.Node,
        value: yaml.Node,
    ) -> None:
        """Take one key with its word, or its list of words."""
        # `deck: Losses`; `tags: [a, b]`, or one a line behind hyphens
        place = self._span(value)
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not all(isinstance(node, yaml.ScalarNode) for node in (key, *items)):
            self.fault(place, "a value here is a word or a list of words")
            return
        name = key.value
        if name in self.keys:
            self.fault(self._span(key), f"{name!r} stands here twice")
        self.keys.add(name)
        if name == "tags":
            self._take_tags(items)
        setting = Setting(
            name,
            ", ".join(item.value for item in items),
            *self._span(key),
            place.line,
            place.column,
        )
        self.settings.append(setting)

    def fault(self, span: Span, message: str) -> None:
        """Note what is wrong at a place."""
        self.faults.append(Fault(span, message, code="bad-front-matter"))

    def _take_tags(self, items: Sequence[yaml.Node]) -> None:
        for item in items:
            span = self._span(item)
            self.tags += [(tag, span) for tag in words(item.value)]

    def _span(self, node: yaml.Node) -> Span:
        mark = node.start_mark
        return self.places(mark.line, mark.column)
