"""TeX -> HTML that needs no script and no network: KaTeX, run by V8, which only this imports.

`stylesheet`, the CSS and fonts that such HTML needs, comes from `katex` and needs no engine.
"""

import functools
import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from deckpress.formulas.katex import script, stylesheet, version
from deckpress.formulas.mathjax import ENVIRONMENTS, MACROS, with_known_environments
from deckpress.system import plugins, remembered

mini_racer = plugins.lazy("py_mini_racer")

__all__ = ["Formula", "Key", "stylesheet", "typeset"]

AT_ONCE = 50
"""Formulas that are given to V8 at once."""

SECONDS = 5.0
"""What so many formulas may take together; ordinary ones need one millisecond each."""

SECONDS_AT_LEAST, SECONDS_EACH = 30, 0.05
"""Processor time of all formulas together: fifty times what ordinary ones need."""

MEMORY = 256_000_000
r"""Bytes of JavaScript heap: `\edef` can double its text at each step, and KaTeX lets it."""

LONGEST = 10_000
"""Characters of TeX of one formula; a page-filling matrix has 3,000."""
LARGEST = 1_000_000
"""Characters of HTML of one formula; that matrix makes 300,000."""

TOO_SLOW = "takes too long or too much memory to typeset"
"""The one error that depends on the machine, and is therefore never cached."""

# What KaTeX says: "KaTeX parse error: Expected '}', got 'EOF' at end of input: \frac{1}{2".
_PLACE = re.compile(r" at (?:position \d+|end of input): .*", re.DOTALL)

_CHUNKS = "var self = globalThis, chunks = self.webpackChunk_jupyterlab_katex_extension = [];"
_SETUP = """
var modules = Object.assign({}, ...chunks.map(c => c[1])), made = {};
function load(id) {
    if (!made[id]) {
        made[id] = {exports: {}};
        modules[id].call(made[id].exports, made[id], made[id].exports, load);
    }
    return made[id].exports;
}
var katex = load(Object.keys(modules).find(id => {
    try { return load(id).renderToString; } catch (error) { return false; }
}));
var options = {output: "html", strict: false, throwOnError: true, maxExpand: 1000, maxSize: 50};
options.trust = asked => {
    throw Error(asked.command + " is not allowed: a formula holds no links, files or HTML");
};
function typeset(macros, formulas) {
    return JSON.stringify(formulas.map(([tex, displayMode]) => {
        try {
            // a fresh copy each time: KaTeX writes global definitions into it
            let given = {...options, displayMode, macros: {...macros}};
            return [katex.renderToString(tex, given), ""];
        } catch (error) {
            let deep = error instanceof RangeError;
            return ["", deep ? "too large, or nested too deeply" : error.message];
        }
    }));
}
"""


class Formula(NamedTuple):
    """A formula made ready for a page."""

    html: str
    """A `<span class="math">`, or `class="math display"`; of a failed formula, its TeX as code."""
    error: str = ""
    """What KaTeX says is wrong, without the position; empty if nothing is."""


Key = tuple[str, bool]
"""TeX, and whether it stands on a line of its own."""


class _Made(NamedTuple):
    """What KaTeX makes of a formula: one of the two is empty."""

    html: str
    error: str


def typeset(formulas: Iterable[Key], cache: Path | None = None) -> dict[Key, Formula]:
    """Each `(TeX, display?)` with its HTML, sorted.

    `cache` is a file that this function alone writes, and only if it learned something; V8 starts
    only for formulas that are not in it. Raises PackageNotFoundError without `jupyterlab-katex`; a
    bad formula or cache raises nothing.
    """
    wanted = sorted(set(formulas))
    known = _read(cache) if wanted else {}
    new = [key for key in wanted if key not in known]
    if new:
        known.update(zip(new, _typeset(new), strict=True))
        _write(cache, known)
    return {key: _formula(key, known[key]) for key in wanted}


def _formula(key: Key, made: _Made) -> Formula:
    tex, display = key
    if made.error:
        return Formula(f'<code class="math-error">{escape(tex, quote=False)}</code>', made.error)
    classes = "math display" if display else "math"
    label = escape(" ".join(tex.split()))
    return Formula(f'<span class="{classes}" role="img" aria-label="{label}">{made.html}</span>')


# --- the cache ------------------------------------------------------------------------------------


@functools.cache
def _engine_name() -> str:
    """What all that formulas are made with is called: another name makes all of them again."""
    setup = json.dumps((_SETUP, MACROS, ENVIRONMENTS), sort_keys=True)
    return f"{version()} {hashlib.sha256(setup.encode()).hexdigest()[:16]}"


def _read(cache: Path | None) -> dict[Key, _Made]:
    data = remembered.load(cache) if cache else None
    known = {}
    try:
        stored = json.loads(data or b"{}")
        if stored.get("engine") == _engine_name():
            for tex, display, html, error in stored["formulas"]:
                known[tex, bool(display)] = _Made(html, error)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # what cannot be read is made again
    return known


def _write(cache: Path | None, known: Mapping[Key, _Made]) -> None:
    if cache:
        rows = [(*key, *made) for key, made in sorted(known.items())]
        lasting = [row for row in rows if row[-1] != TOO_SLOW]
        stored = {"engine": _engine_name(), "formulas": lasting}
        remembered.store(cache, json.dumps(stored, ensure_ascii=False).encode())


# --- KaTeX ----------------------------------------------------------------------------------------


class _Engine:
    """V8 with KaTeX in it: started when something is asked of it, and anew after it was stopped."""

    def __init__(self) -> None:
        self._v8: Any = None

    def typeset(self, keys: Sequence[Key]) -> list[_Made]:
        """What KaTeX makes of some formulas; nothing if that takes too long or too much memory."""
        self._v8 = self._v8 or _started()
        asked = [(_for_katex(tex), display) for tex, display in keys]
        try:
            rows = self._v8.call("typeset", MACROS, asked, timeout_sec=SECONDS)
        except mini_racer.JSEvalException:
            time.sleep(0.2)  # V8 still reports its end to a loop that closes with the engine
            self.close()
            return []
        pairs = zip(keys, json.loads(rows), strict=True)
        return [_checked(key[0], *row) for key, row in pairs]

    def close(self) -> None:
        """End V8, if it runs."""
        if self._v8:
            self._v8.close()
        self._v8 = None


def _started() -> Any:
    v8 = mini_racer.MiniRacer()
    v8.set_hard_memory_limit(MEMORY)
    for part in (_CHUNKS, script("renderToString:"), _SETUP):
        v8.eval(part)
    return v8


def _for_katex(tex: str) -> str:
    """What is too long is not typeset at all; an empty formula stands in its place."""
    return with_known_environments(tex) if len(tex) <= LONGEST else ""


def _checked(tex: str, html: str, error: str) -> _Made:
    if len(tex) > LONGEST:
        return _Made("", f"{len(tex):,} characters long; the limit is {LONGEST:,}")
    if len(html) > LARGEST:
        return _Made("", f"makes {len(html):,} characters of HTML; the limit is {LARGEST:,}")
    return _Made(html, _PLACE.sub("", error.removeprefix("KaTeX parse error: ")))


def _typeset(keys: Sequence[Key]) -> list[_Made]:
    """What KaTeX makes of each formula; those not reached when time is up count as too slow."""
    seconds = SECONDS_AT_LEAST + SECONDS_EACH * len(keys)
    end = time.process_time() + seconds
    with closing(_Engine()) as engine:
        rows = [*_rendered(engine, keys, AT_ONCE, end)]
    unmade = len(keys) - len(rows)
    return rows + [_Made("", TOO_SLOW)] * unmade


def _rendered(engine: _Engine, keys: Sequence[Key], size: int, end: float) -> Iterator[_Made]:
    """What is made of each formula, `size` at once; where that takes too much, one at a time."""
    for start in range(0, len(keys), size):
        # Looked at between two calls: V8 does not end well when Python is stopped in one.
        if time.process_time() > end:
            return
        chunk = keys[start : start + size]
        rows = engine.typeset(chunk)
        if rows:
            yield from rows
        elif size > 1:
            yield from _rendered(engine, chunk, 1, end)
        else:
            yield _Made("", TOO_SLOW)
