"""Front matter: YAML between two lines of `---`, read by its nodes, so that every key and value keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from deckpress.model import Fault, Setting, Span

DEEPEST = 20
"""Levels of nesting; what means anything here has two."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_At = Callable[[int, int], Span]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says."""

    settings: tuple[Setting, ...] = ()
    tags: tuple[tuple[str, Span], ...] = ()
    faults: tuple[Fault, ...] = ()


def read(content: str, at: _At) -> FrontMatter:
    """Read the YAML `content`; `at(line, column)` is the span of a 0-based place in it. Never raises.

    Nodes are composed, not constructed, and only words and lists of words are taken: no alias can grow, no tag can
    make an object.
    """
    try:
        deep = _too_deep(content)
        root = None if deep else yaml.compose(content, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return _failed(_place(error, content, at), str(error.problem))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _failed(at(0, 0), str(error).splitlines()[0])
    if deep:
        return _failed(
            at(deep.line, deep.column), f"more than {DEEPEST} levels of brackets or indentation"
        )
    if root is None:
        return FrontMatter()
    if not isinstance(root, yaml.MappingNode):
        return FrontMatter(
            faults=(
                Fault(at(0, 0), "front matter must be `key: value` lines", code="bad-front-matter"),
            )
        )
    reader = _Reader(at)
    settings = tuple(setting for key, value in root.value for setting in reader.setting(key, value))
    return FrontMatter(settings, tuple(reader.tags), tuple(reader.faults))


def _too_deep(content: str) -> Any:
    """The mark at which YAML is nested deeper than `DEEPEST`, or None.

    Composing it calls itself: in C, that ends the process.
    """
    depth = 0
    for event in yaml.parse(content, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > DEEPEST:
            return event.start_mark
    return None


def words(value: str) -> list[str]:
    """The words of a list that may be written with commas, blanks or both."""
    return [word for word in re.split(r"[,\s]+", value) if word]


def _failed(span: Span, problem: str) -> FrontMatter:
    return FrontMatter(
        faults=(Fault(span, f"front matter is not valid YAML: {problem}", code="bad-front-matter"),)
    )


def _place(error: yaml.MarkedYAMLError, content: str, at: _At) -> Span:
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and mark.line > content.count("\n"):
        mark = error.context_mark  # a bracket that is never closed: say where it opens
    return at(mark.line, mark.column) if mark else at(0, 0)


class _Reader:
    def __init__(self, at: _At) -> None:
        self.at = at
        self.tags: list[tuple[str, Span]] = []
        self.faults: list[Fault] = []
        self.keys: set[str] = set()

    def setting(self, key: yaml.Node, value: yaml.Node) -> Iterator[Setting]:
        """The setting of one key, or a fault."""
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not isinstance(key, yaml.ScalarNode) or not all(
            isinstance(item, yaml.ScalarNode) for item in items
        ):
            return self.fault(value, "a value here is a word or a list of words")
        if key.value in self.keys:
            self.fault(key, f"{key.value!r} stands here twice")
        self.keys.add(key.value)
        if key.value == "tags":
            self.tags += ((tag, self.span(item)) for item in items for tag in words(item.value))
        yield Setting(
            key.value,
            ", ".join(item.value for item in items),
            *self.span(key),
            *self.span(value)[1:],
        )

    def span(self, node: yaml.Node) -> Span:
        return self.at(node.start_mark.line, node.start_mark.column)

    def fault(self, node: yaml.Node, message: str) -> None:
        self.faults.append(Fault(self.span(node), message, code="bad-front-matter"))
