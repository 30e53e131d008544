"""How much a template may do: so many steps and characters, whatever machine it runs on.

A clock would give another verdict on a slower machine. So everything that a template does is paid
for in units, before it is done: a `STEP` for each round of a loop, each call, each attribute; a
unit for each character that is made. A deck with more cards gives its pages larger budgets.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError, Undefined

from deckpress.templating.prices import PRICES, Use, each_with_each
from deckpress.templating.values import LazyText, View, kind_of

STEP = 20
"""Units of what is done in one go. That takes some 0.5 µs, a character a fiftieth of it."""

BASE = 250_000 * STEP
"""Units that every page has: a hundred times what the built-in ones need without any cards."""

PER_VALUE = 20 * STEP
"""Units for each value that a page is given: to look at it so often is plenty."""

PER_CHARACTER = 4
"""Units for each character that a page is given: to show it, with a few detours."""

DEEPEST = 50
"""Macros within macros, templates within templates, lists within lists.

Python's own limit would not do: how much of it is left depends on who calls.
"""

LARGEST_NUMBER = 1024
"""Bits: what a float can hold. Larger ones take ever longer to compute, and to show."""

SEQUENCES = (str, list, tuple)
"""What can be added up and multiplied."""


class OverBudget(TemplateError):
    """A template does more than any deck needs."""

    fix = "look for a loop that never ends, or a text that grows with each round"

    def __init__(self) -> None:
        super().__init__("the template does too much: a loop or a text in it grows without end")


class NoData(TemplateRuntimeError):
    """A value that is neither text nor number nor a list of them, where only those make sense."""

    def __init__(self, value: object) -> None:
        super().__init__(f"this needs a text, a number or a list, and got a {kind_of(value)}")


class Budget:
    """The units of one page; whatever costs something raises OverBudget when they are spent."""

    def __init__(self, values: object = ()) -> None:
        self.units = BASE + worth(values)
        """What is not spent yet."""
        self._depth = 0
        self._texts: set[LazyText] = set()
        """Those that were made."""

    def spend(self, units: int) -> None:
        """Pay for something that is about to be done."""
        self.units -= units
        if self.units < 0:
            raise OverBudget

    def enter(self) -> None:
        """Pay for a call. Raises TemplateRuntimeError when macros call each other without end."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TemplateRuntimeError("a macro, block or loop calls itself without end")
        self.spend(STEP)

    def leave(self) -> None:
        """A call has returned."""
        self._depth -= 1

    def weigh(self, value: object, data_only: bool = False) -> int:
        """Pay for looking at all of a value, down to the last item; returns the units.

        Lists can hold one list many times: what looks short may take for ever to compare or show.
        """
        before = self.units
        if isinstance(value, str):  # as most are
            self.spend(STEP + len(value))
            return STEP + len(value)
        level = [*self._parts(value, data_only)]
        for _ in range(DEEPEST):
            if not level:
                return before - self.units
            items, level = level, []
            for item in items:
                level += self._parts(item, data_only)
        raise TemplateRuntimeError(f"lists within lists, more than {DEEPEST} levels deep")

    def _parts(self, value: object, data_only: bool) -> Sequence[object]:
        """The items of a value, which it pays for first."""
        if isinstance(value, str):
            self.spend(STEP + len(value))
            return ()
        if isinstance(value, (list, tuple)):
            self.spend(STEP * (1 + len(value)))
            return value
        if isinstance(value, Mapping):
            self.spend(STEP * (1 + 2 * len(value)))
            return [*value, *value.values()]
        items = len(value) if isinstance(value, range) else 0  # made when they are asked for
        self.spend(STEP * (1 + items))
        if isinstance(value, int):
            _refuse_number(value.bit_length())
        elif data_only and not isinstance(value, _ATOMS):
            raise NoData(value)
        return ()

    def before_operator(
        self,
        operator: str,
        left: Any,
        right: Any,
    ) -> None:
        """Pay for what an operator makes, where that can be more than what it is made of."""
        if operator == "**":  # 9 ** 9 ** 9
            _refuse_power(left, right)
        elif operator == "*":  # "text" * 1000000
            self._before_times(left, right)
        elif operator == "%" and isinstance(left, str):  # "%1000000s" % "text"
            extras = right if isinstance(right, tuple) else (right,)
            self.before_filter("format", left, extras)

    def _before_times(self, left: Any, right: Any) -> None:
        if isinstance(left, int):  # 3 * "text" is "text" * 3
            left, right = right, left
        if isinstance(left, SEQUENCES) and isinstance(right, int):
            times = max(right, 0)
            self.spend(self.weigh(left) * times)

    def before_mapping(self, sources: Sequence[object]) -> None:
        """Pay for a `dict` or a `namespace` of lists of keys and values."""
        for source in sources:
            if isinstance(source, (list, tuple)):
                self.spend(each_with_each(len(source)))

    def before_filter(
        self,
        name: str,
        value: object,
        extras: Sequence[object],
    ) -> None:
        """Pay for a filter: for its input, and for what it makes of that."""
        weight = self.weigh(value, data_only=True)
        # A number weighs one step, which leaves nothing; a text leaves its characters.
        letters = 0
        for extra in extras:
            letters += self.weigh(extra, data_only=True) - STEP
        if name in PRICES:
            use = Use(value, weight, letters, extras)
            self.spend(PRICES[name](use))

    def resolved(self, value: object) -> object:
        """The value; where it is a `LazyText`, its text, which brings its own units, once."""
        if not isinstance(value, LazyText):
            return value
        text = value.text()
        if value in self._texts:
            self.spend(STEP * len(text))  # it had to be made a second time
        else:
            self._texts.add(value)
            self.units += worth(text)
        return text


# What a filter may get besides texts, numbers and lists of them.
_ATOMS = (float, range, View, Undefined, type(None))


def worth(value: object) -> int:
    """The units that a value brings. Raises TypeError if it is nothing that templates may see."""
    if isinstance(value, str):
        return PER_VALUE + PER_CHARACTER * len(value)
    if isinstance(value, View):
        names = [field.name for field in dataclasses.fields(value)]  # type: ignore[arg-type]
        parts = [getattr(value, name) for name in names]
    elif isinstance(value, Mapping):
        parts = [*value, *value.values()]
    elif isinstance(value, (list, tuple)):
        parts = [*value]
    elif isinstance(value, (int, float, LazyText, type(None))):
        parts = []
    else:
        raise TypeError(f"a template is given a {type(value).__name__}")
    return PER_VALUE + sum(map(worth, parts))


def _refuse_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        _refuse_number(left.bit_length() * right)


def _refuse_number(bits: int) -> None:
    if bits > LARGEST_NUMBER:
        raise TemplateRuntimeError("a number of some 300 digits or more")
