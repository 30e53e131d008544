"""TeX -> HTML that needs no script and no network: KaTeX, run by mini_racer (V8), of which this is the only importer.

`stylesheet`, the CSS and fonts that such HTML needs, comes from `katex` and needs no engine.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from deckpress.formulas.katex import script, stylesheet, version
from deckpress.system import plugins, remembered
from deckpress.system.timeouts import TooLong, at_most

mini_racer = plugins.lazy("py_mini_racer")

__all__ = ["ENVIRONMENTS", "MACROS", "Formula", "Key", "stylesheet", "typeset"]

SECONDS = 5.0
"""What fifty formulas may take together; ordinary ones need one millisecond each."""

SECONDS_AT_LEAST, SECONDS_EACH = 30, 0.05
"""Processor time of all formulas together: fifty times what ordinary ones need."""

MEMORY = 256_000_000
"""Bytes of JavaScript heap: `\\edef` can double its text at each step without reaching KaTeX's own limit."""

LONGEST = 10_000
"""Characters of TeX of one formula; a page-filling matrix has 3,000."""
LARGEST = 1_000_000
"""Characters of HTML of one formula; that matrix makes 300,000."""

TOO_SLOW = "takes too long or too much memory to typeset"
"""The one error that depends on the machine, and is therefore never cached."""

_GREEK = (
    "Delta",
    "Gamma",
    "Lambda",
    "Omega",
    "Phi",
    "Pi",
    "Psi",
    "Sigma",
    "Theta",
    "Upsilon",
    "Xi",
)
_LETTERS = {"symbb": "mathbb", "symbf": "mathbf", "symcal": "mathcal", "symfrak": "mathfrak", "symit": "mathit",
            "symrm": "mathrm", "symsf": "mathsf", "symtt": "mathtt", "symup": "mathrm", "mathup": "mathrm",
            "mathbfup": "mathbf", "mathbfit": "boldsymbol", "hbox": "text", "mbox": "text", "cramped": "mathord",
            "overparen": "overgroup", "underparen": "undergroup", "Tiny": "tiny"}  # fmt: skip
MACROS: Mapping[str, str] = {
    **{rf"\Up{name.lower()}": rf"\{name}" for name in _GREEK},
    **{rf"\{name}": rf"\{known}" for name, known in _LETTERS.items()},
    r"\S": r"\text{§}", r"\ohm": r"\Omega", r"\micro": r"\mu", r"\celsius": r"\degree\mathrm{C}",
    r"\notag": "", r"\nonumber": "", r"\strut": r"\vphantom{(}", r"\mathstrut": r"\vphantom{(}",
    r"\dddot": r"{\overset{\raisebox{-0.1ex}{\normalsize ...}}{#1}}",
    r"\ddddot": r"{\overset{\raisebox{-0.1ex}{\normalsize ....}}{#1}}",
    r"\iiiint": r"\int\!\!\!\int\!\!\!\int\!\!\!\int", r"\idotsint": r"\int\!\cdots\!\int",
    r"\injlim": r"\operatorname*{inj\,lim}", r"\varinjlim": r"\operatorname*{\underrightarrow{\mathrm{lim}}}",
    r"\projlim": r"\operatorname*{proj\,lim}", r"\varprojlim": r"\operatorname*{\underleftarrow{\mathrm{lim}}}",
    r"\varliminf": r"\operatorname*{\underline{\lim}}", r"\varlimsup": r"\operatorname*{\overline{\lim}}",
    r"\set": r"\{#1\}", r"\Set": r"\left\{\,#1\,\right\}", r"\mathbfcal": r"\boldsymbol{\mathcal{#1}}",
    r"\stackbin": r"\mathbin{\overset{#1}{#2}}", r"\overunderset": r"\overset{#1}{\underset{#2}{#3}}",
    r"\prescript": r"{}^{#1}_{#2}{#3}",
}  # fmt: skip
"""Commands that Anki's MathJax knows and this KaTeX does not, where a line of TeX can say the same."""

ENVIRONMENTS: Mapping[str, str] = {
    "align": "aligned", "eqnarray": "aligned", "flalign": "aligned", "split": "aligned", "alignat": "alignedat",
    "equation": "gathered", "gather": "gathered", "multline": "gathered", "multlined": "gathered",
}  # fmt: skip
"""Likewise for environments, starred or not; Anki numbers no equations, so nothing is lost."""

_ENVIRONMENT = re.compile(rf"\\(begin|end)\s*\{{({'|'.join(ENVIRONMENTS)})\*?\}}")
_MESSAGE = re.compile(
    r"(?:KaTeX parse error: )?(.*?)(?: at (?:position \d+|end of input): .*)?", re.DOTALL
)

_CHUNKS = "var self = globalThis, chunks = self.webpackChunk_jupyterlab_katex_extension = [];"
_SETUP = """
var modules = Object.assign({}, ...chunks.map(c => c[1])), made = {};
function load(id) {
    if (!made[id]) { made[id] = {exports: {}}; modules[id].call(made[id].exports, made[id], made[id].exports, load); }
    return made[id].exports;
}
var katex = load(Object.keys(modules).find(id => {
    try { return load(id).renderToString; } catch (error) { return false; }
}));
var options = {output: "html", strict: false, throwOnError: true, maxExpand: 1000, maxSize: 50, trust: asked => {
    throw Error(asked.command + " is not allowed: a formula holds no links, files or HTML");
}};
function typeset(macros, formulas) {
    return JSON.stringify(formulas.map(([tex, displayMode]) => {
        // a fresh copy each time: KaTeX writes global definitions into it
        try { return [katex.renderToString(tex, {...options, displayMode, macros: {...macros}}), ""]; }
        catch (error) { return ["", error instanceof RangeError ? "too large, or nested too deeply" : error.message]; }
    }));
}
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula made ready for a page."""

    html: str
    """A `<span class="math">` (with `display` beside it, if it is one); of a failed formula, its TeX as code."""
    error: str = ""
    """What KaTeX says is wrong, without the position; empty if nothing is."""


Key = tuple[str, bool]
"""TeX, and whether it stands on a line of its own."""


def typeset(formulas: Iterable[Key], cache: Path | None = None) -> dict[Key, Formula]:
    """Each `(TeX, display?)` with its HTML, sorted.

    `cache` is a file that this function alone writes, and only if it learned something; V8 starts only for formulas
    that are not in it. Raises PackageNotFoundError without `jupyterlab-katex`; a bad formula or cache raises nothing.
    """
    wanted = sorted(set(formulas))
    known = _read(cache) if wanted else {}
    new = [key for key in wanted if key not in known]
    if new:
        known.update(zip(new, _made(new), strict=True))
        _write(cache, known)
    return {key: Formula(_page_html(key, *known[key]), known[key][1]) for key in wanted}


def _page_html(key: Key, html: str, error: str) -> str:
    tex, display = key
    if error:
        return f'<code class="math-error">{escape(tex, quote=False)}</code>'
    label = escape(" ".join(tex.split()))
    return f'<span class="math{" display" if display else ""}" role="img" aria-label="{label}">{html}</span>'


# --- the cache --------------------------------------------------------------------------------------------------


@functools.cache
def _engine_name() -> str:
    setup = json.dumps((_SETUP, dict(MACROS), dict(ENVIRONMENTS)), sort_keys=True)
    return f"{version()} {hashlib.sha256(setup.encode()).hexdigest()[:16]}"


def _read(cache: Path | None) -> dict[Key, tuple[str, str]]:
    data = remembered.load(cache) if cache else None
    try:
        stored = json.loads(data or b"{}")
        if stored.get("engine") != _engine_name():
            return {}
        return {
            (tex, bool(display)): (html, error) for tex, display, html, error in stored["formulas"]
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # what cannot be read is made again


def _write(cache: Path | None, known: Mapping[Key, tuple[str, str]]) -> None:
    if cache:
        rows = [(*key, *known[key]) for key in sorted(known) if known[key][1] != TOO_SLOW]
        text = json.dumps({"engine": _engine_name(), "formulas": rows}, ensure_ascii=False)
        remembered.store(cache, text.encode())


# --- KaTeX ------------------------------------------------------------------------------------------------------


def _made(keys: Sequence[Key]) -> list[tuple[str, str]]:
    """`(HTML, error)` of each formula; those that are not reached when time is up count as too slow."""
    rows: list[tuple[str, str]] = []
    with contextlib.suppress(TooLong), at_most(SECONDS_AT_LEAST + SECONDS_EACH * len(keys)):
        for row in _rendered(keys):
            rows.append(row)  # one by one: what is made by then is kept
    return rows + [("", TOO_SLOW)] * (len(keys) - len(rows))


def _rendered(keys: Sequence[Key], size: int = 50) -> Iterator[tuple[str, str]]:
    """`(HTML, error)` of each formula, `size` at a time; one by one where that takes too long or too much memory."""
    engine = None
    try:
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            engine = engine or _started()
            try:
                made = engine.call(
                    "typeset", MACROS, [_for_katex(key) for key in chunk], timeout_sec=SECONDS
                )
                yield from (
                    _checked(tex, *row)
                    for (tex, _), row in zip(chunk, json.loads(made), strict=True)
                )
            except mini_racer.JSEvalException:
                time.sleep(0.2)  # V8 still reports its end to a loop that closes with the engine
                engine.close()
                engine = None
                yield from _rendered(chunk, 1) if size > 1 else [("", TOO_SLOW)]
    finally:
        if engine:
            engine.close()


def _started() -> Any:
    engine = mini_racer.MiniRacer()
    engine.set_hard_memory_limit(MEMORY)
    for part in (_CHUNKS, script("renderToString:"), _SETUP):
        engine.eval(part)
    return engine


def _for_katex(key: Key) -> Key:
    tex = key[0] if len(key[0]) <= LONGEST else ""
    return _ENVIRONMENT.sub(lambda m: rf"\{m[1]}{{{ENVIRONMENTS[m[2]]}}}", tex), key[1]


def _checked(tex: str, html: str, error: str) -> tuple[str, str]:
    if len(tex) > LONGEST:
        return "", f"{len(tex):,} characters long; the limit is {LONGEST:,}"
    if len(html) > LARGEST:
        return "", f"makes {len(html):,} characters of HTML; the limit is {LARGEST:,}"
    message = _MESSAGE.fullmatch(error)
    return html, message[1] if message else error
