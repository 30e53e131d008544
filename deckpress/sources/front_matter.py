"""Front matter: YAML between two lines of `---`, read by its nodes, so that every key and value keeps its place."""

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


def read(content: str, place: _Places) -> FrontMatter:
    """Read the YAML `content`. Never raises.

    Nodes are composed, not constructed, and only words and lists of words are taken: no alias can grow, no tag can
    make an object.
    """
    try:
        deep = _too_deep(content)
        if deep:
            message = f"more than {DEEPEST} levels of brackets or indentation"
            return _not_yaml(place(*deep), message)
        root = yaml.compose(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return _not_yaml(_place_of(error, content, place), str(error.problem))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _not_yaml(place(0, 0), str(error).splitlines()[0])
    if root is None:
        return FrontMatter()
    if not isinstance(root, yaml.MappingNode):
        message = "front matter must be `key: value` lines"
        return FrontMatter(faults=(_fault(place(0, 0), message),))
    reader = _Reader(place)
    for key, value in root.value:
        reader.take(key, value)
    return FrontMatter(tuple(reader.settings), tuple(reader.tags), tuple(reader.faults))


def first_value(settings: Iterable[Setting], key: str) -> str:
    """The first value of a key that is not empty; an empty text if there is none."""
    return next((s.value for s in settings if s.key == key and s.value), "")


def words(value: str) -> list[str]:
    """The words of a list that may be written with commas, blanks or both."""
    return [word for word in re.split(r"[,\s]+", value) if word]


def _too_deep(content: str) -> tuple[int, int] | None:
    """The row and column at which YAML is nested deeper than `DEEPEST`, if it is.

    Composing it calls itself: in C, that ends the process.
    """
    depth = 0
    for event in yaml.parse(content, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST and event.start_mark:
            return event.start_mark.line, event.start_mark.column
    return None


def _place_of(error: yaml.MarkedYAMLError, content: str, place: _Places) -> Span:
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and mark.line > content.count("\n"):
        mark = error.context_mark  # a bracket that is never closed: say where it opens
    return place(mark.line, mark.column) if mark else place(0, 0)


def _not_yaml(span: Span, problem: str) -> FrontMatter:
    return FrontMatter(faults=(_fault(span, f"front matter is not valid YAML: {problem}"),))


def _fault(span: Span, message: str) -> Fault:
    return Fault(span, message, code="bad-front-matter")


class _Reader:
    """Collects the settings of a page, key by key."""

    def __init__(self, place: _Places) -> None:
        self.place = place
        self.keys: set[str] = set()
        self.settings: list[Setting] = []
        self.tags: list[tuple[str, Span]] = []
        self.faults: list[Fault] = []

    def take(self, key: yaml.Node, value: yaml.Node) -> None:
        """Take one key with its word, or its list of words."""
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not all(isinstance(node, yaml.ScalarNode) for node in (key, *items)):
            self._fault(value, "a value here is a word or a list of words")
            return
        if key.value in self.keys:
            self._fault(key, f"{key.value!r} stands here twice")
        self.keys.add(key.value)
        if key.value == "tags":
            self._take_tags(items)
        text = ", ".join(item.value for item in items)
        self.settings.append(Setting(key.value, text, *self._span(key), *self._span(value)[1:]))

    def _take_tags(self, items: Sequence[yaml.Node]) -> None:
        for item in items:
            span = self._span(item)
            self.tags += [(tag, span) for tag in words(item.value)]

    def _span(self, node: yaml.Node) -> Span:
        return self.place(node.start_mark.line, node.start_mark.column)

    def _fault(self, node: yaml.Node, message: str) -> None:
        self.faults.append(_fault(self._span(node), message))
