"""How much a picture makes a browser draw.

`<use>` of a `<use>` of a `<use>` grows like the billion laughs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')]*)|\A\s*#(.*)""")


class Reach:
    """Collects which elements refer to which, by their ids; the whole file has an empty one."""

    def __init__(self) -> None:
        self._sizes: Counter[str] = Counter()
        self._targets: dict[str, Counter[str]] = {}

    def element(self, ids: Iterable[str], values: Iterable[str]) -> None:
        """Count an element inside of others (their ids, its own too), with its values."""
        referring = [value for value in values if "#" in value]
        targets = [a or b for value in referring for a, b in _REFERENCE.findall(value)]
        for name in ids:
            self._sizes[name] += 1
            if targets:
                self._targets.setdefault(name, Counter()).update(targets)

    def drawn(self, limit: int) -> int:
        """How many elements are drawn in all, or some number above `limit` if that are more."""
        known: dict[str, int] = {}
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
            if name in known:
                continue
            # what refers to itself draws nothing again (SVG 2, §5.6)
            again = sum(known.get(target, 0) * times for target, times in targets.items())
            known[name] = min(self._sizes[name] + again, limit + 1)
        return known[""]
