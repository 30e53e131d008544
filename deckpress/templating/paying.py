"""Filters and tests that are paid for, and what else Jinja does made into such filters.

A loop, a comparison, a list or a slice would be compiled to plain Python, which asks nobody: here
each gets a filter around it, which does. All take the budget as a function: every page has its own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.visitor import NodeTransformer

from deckpress.templating.budget import STEP, Budget, OverBudget

TOKEN = 12 * STEP
"""Units for a word or sign of a template: 20,000 of them are read and compiled in 0.4 s."""

SCOPED = 100 * STEP
"""Units for a scoped block: Jinja copies all variables each time."""

MOST_BRACKETS = 40
"""Within each other: each takes Jinja a dozen of the calls within calls that Python allows."""

DEEPEST_TREE = 80
"""Blocks and expressions within each other, as Jinja understands them."""

TOO_DEEP = "expressions or blocks within each other, too many levels deep"

_OPENING = ("lparen", "lbracket", "lbrace")
_CLOSING = ("rparen", "rbracket", "rbrace")
_LOOP, _BODY, _VALUE, _SLICE, _SHOWN = "for", "body", "value", "[:]", "[[ ]]"

UNUSED_FILTERS = (
    "attr",  # looks into objects
    "pprint",  # likewise
    "random",  # differs from run to run
    "urlize",  # takes ever longer for some texts
)
"""Jinja's filters that are not here."""

SAME = ("==", "eq", "equalto", "!=", "ne")
BELOW = ("<", "lt", "lessthan", "<=", "le")
ABOVE = (">", "gt", "greaterthan", ">=", "ge")
DEEP_TESTS = ("in", *SAME, *BELOW, *ABOVE, "lower", "upper")
"""Tests that look at all of a value; the others see at once what they are asked."""

Function = Callable[..., Any]
Functions = dict[str, Any]
Current = Callable[[], Budget]
"""The budget of the page that is being made."""


def paid_filters(
    filters: Mapping[str, Function],
    budget: Current,
) -> Functions:
    """Jinja's filters, by name, that do no harm when they are paid for."""
    used = filters.keys() - set(UNUSED_FILTERS)
    return {name: _paid_filter(name, filters[name], budget) for name in sorted(used)}


def _paid_filter(
    name: str,
    function: Function,
    budget: Current,
) -> Function:
    # Jinja gives some the context, before the value.
    first = int(hasattr(function, "jinja_pass_arg"))

    @functools.wraps(function)
    def paid(*args: Any, **options: Any) -> Any:
        context = args[:first]
        value = budget().resolved(args[first])
        extras = args[first + 1 :]
        budget().before_filter(name, value, [*extras, *options.values()])
        result = function(*context, value, *extras, **options)
        if isinstance(result, Iterator):
            result = list(result)  # it would do its work later, and unseen
        budget().weigh(result)
        return result

    return paid


def paid_tests(
    tests: Mapping[str, Any],
    budget: Current,
) -> Functions:
    """Jinja's tests, by name."""
    paid = {name: _paid_test(tests[name], budget) for name in DEEP_TESTS}
    return {**tests, **paid}


def _paid_test(function: Function, budget: Current) -> Function:
    @functools.wraps(function)
    def paid(*args: Any, **options: Any) -> Any:
        budget().weigh([*args, *options.values()])
        return function(*args, **options)

    return paid


def own_filters(
    budget: Current,
    shown: Function,
) -> Functions:
    """The filters that `rewritten` puts in, by name.

    `budget()` is the budget of the page; `shown` is what all that stands in `[[ ]]` goes through.
    """

    def loop(items: Any, size: int) -> Any:
        rounds = len(items)
        budget().spend(STEP + rounds * (STEP + size))
        return items

    def body(size: int) -> None:
        budget().spend(size)

    def value(value: Any) -> Any:
        budget().weigh(value)
        return value

    def part(value: Any, *bounds: int | None) -> Any:
        budget().weigh(value)
        return value[slice(*bounds)]

    return {
        _LOOP: loop,
        _BODY: body,
        _VALUE: value,
        _SLICE: part,
        _SHOWN: shown,
    }


def rewritten(template: nodes.Template) -> nodes.Template:
    """The template with what is to be paid for. Raises TemplateSyntaxError."""
    level: list[nodes.Node] = [template]
    for _ in range(DEEPEST_TREE):
        inside = [node.iter_child_nodes() for node in level]
        level = [*chain.from_iterable(inside)]
    if level:
        raise TemplateSyntaxError(TOO_DEEP, level[0].lineno)
    made: nodes.Template = _Rewriter().visit(template)
    return made


class _Rewriter(NodeTransformer):
    """Puts the filters around what a template does."""

    def __init__(self) -> None:
        self._count = 0

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> Any:
        """Rewrite a node, and count it: each takes a unit of time when it runs."""
        self._count += 1
        return super().visit(node, *args, **options)

    def _size(self, node: nodes.Node) -> nodes.Const:
        """How many nodes there are in one that is rewritten now."""
        before = self._count
        self.generic_visit(node)
        return nodes.Const(self._count - before, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        """Each round is paid for when the loop begins."""
        size = self._size(node)
        node.iter = _filtered(_LOOP, node.iter, [size])
        return node

    def visit_Macro(self, node: Any) -> nodes.Node:
        """What can be called or included is paid for when it begins."""
        size = self._size(node)
        if isinstance(node, nodes.Block) and node.scoped:
            size.value += SCOPED
        pay = _filtered(_BODY, size)
        node.body.insert(0, nodes.ExprStmt(pay, lineno=node.lineno))
        return node  # type: ignore[no-any-return]

    visit_CallBlock = visit_Block = visit_Template = visit_Macro

    def visit_List(self, node: nodes.List) -> nodes.Node:
        """What it holds is paid for: a list can hold another one many times."""
        self.generic_visit(node)
        return _filtered(_VALUE, node)

    visit_Dict = visit_List

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        """As a list, unless it is the `a, b` of a loop or an assignment."""
        self.generic_visit(node)
        return _filtered(_VALUE, node) if node.ctx == "load" else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        """`a == b` may have to look at all of both."""
        self.generic_visit(node)
        node.expr = _filtered(_VALUE, node.expr)
        for operand in node.ops:
            operand.expr = _filtered(_VALUE, operand.expr)
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.Node:
        """What the filter makes of the block is shown: a list, for one, cannot be."""
        self.generic_visit(node)
        node.filter = _filtered(_SHOWN, node.filter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """`a ~ b` is what `[a, b] | join` is."""
        self.generic_visit(node)
        items = nodes.List(node.nodes, lineno=node.lineno)
        return _filtered("join", items)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        """`text[1:]` copies it."""
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        part = node.arg
        bounds = (part.start, part.stop, part.step)
        written = [bound or nodes.Const(None) for bound in bounds]
        return _filtered(_SLICE, node.node, written)


def _filtered(
    name: str,
    node: Any,
    arguments: Sequence[nodes.Expr] = (),
) -> nodes.Filter:
    return nodes.Filter(
        node,
        name,
        [*arguments],
        [],  # arguments by name
        None,  # *arguments
        None,  # **arguments
        lineno=node.lineno,
    )


class Tokens(Extension):
    """Pays for reading and compiling: the longer a template, the longer that takes."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The words and signs as they come; Jinja asks for them one by one."""
        budget: Budget = self.environment.reading  # type: ignore[attr-defined]
        brackets = 0
        for token in stream:
            place = token.lineno, stream.name, stream.filename
            brackets += token.type in _OPENING
            brackets -= token.type in _CLOSING
            if brackets > MOST_BRACKETS:
                raise TemplateSyntaxError(TOO_DEEP, *place)
            try:
                budget.spend(TOKEN)
            except OverBudget as error:
                raise TemplateSyntaxError("this template is too long", *place) from error
            yield token
