"""How much a picture makes a browser draw.

`<use>` of a `<use>` of a `<use>` grows like the billion laughs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')]*)|\A\s*#(.*)""")
"""`url(#stripes)` in a style or an attribute, `#star` as a link."""


class DrawingSize:
    """Collects which elements refer to which, by their ids; the whole file has an empty one."""

    def __init__(self) -> None:
        self._own: Counter[str] = Counter()
        """How many elements each id has inside, itself included."""
        self._targets: dict[str, Counter[str]] = {}
        """Which ids are referred to from inside each, and how often."""

    def element(self, ids: Iterable[str], values: Iterable[str]) -> None:
        """Count an element inside of others (their ids, its own too), with its values."""
        targets: list[str] = []
        for value in values:
            if "#" in value:  # by far the most have none
                targets += [a or b for a, b in _REFERENCE.findall(value)]
        for name in ids:
            self._own[name] += 1
            if targets:
                counts = self._targets.setdefault(name, Counter())
                counts.update(targets)

    def drawn(self, limit: int) -> int:
        """How many elements are drawn in all, or some number above `limit` if that are more."""
        drawn: dict[str, int] = {}
        entered: set[str] = set()
        todo = [""]
        while todo:  # no recursion: a file can chain more references than Python has frames
            name = todo[-1]
            targets = self._targets.get(name, Counter())
            if name not in entered:
                entered.add(name)
                todo += [target for target in targets if target not in entered]
                continue
            todo.pop()
            if name in drawn:
                continue
            count = self._own[name]
            for target, times in targets.items():
                # What refers to itself draws nothing again (SVG 2, §5.6): it is not known yet.
                count += drawn.get(target, 0) * times
            drawn[name] = min(count, limit + 1)
        return drawn[""]
