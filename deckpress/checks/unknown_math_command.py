r"""A TeX command or environment that the MathJax in Anki does not know.

Learners would see the source in red; and what a later MathJax makes of it, nobody has looked at.

Bad:
    $\bm{w}$

Good:
    $\boldsymbol{w}$
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from deckpress.checks._contract import Faults, Options
from deckpress.checks._marks import formulas
from deckpress.checks.unsafe_math_command import REFUSED
from deckpress.deck.suggestions import suggest
from deckpress.model import Card, Fault, printable

FIX = "write the formula with commands that Anki knows"
WAIVABLE = False

INSTEAD = {
    "bm": "\\boldsymbol",
    "R": "\\mathbb{R}",
    "argmin": "\\operatorname*{arg\\,min}",
    "argmax": "\\operatorname*{arg\\,max}",
    "norm": "\\lVert … \\rVert",
    "abs": "\\lvert … \\rvert",
    "mathbbm": "\\mathbb",
    "mathds": "\\mathbb",
    "textsc": "\\text",
}
"""What authors write who have a package of LaTeX, or a macro of their own, in mind."""

# \frac, \, and \{
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_ENVIRONMENT = re.compile(r"\\begin\s*\{([^}]*)\}")


@cache
def known() -> tuple[frozenset[str], frozenset[str]]:
    """The commands and environments that a formula may use.

    Those of Anki's MathJax, listed from its own source (version 3.2.2), but for what
    `unsafe-math-command` refuses.
    """
    file = files("deckpress.checks").joinpath("mathjax.json")
    lists = json.loads(file.read_text("utf-8"))
    return frozenset(lists["commands"]), frozenset(lists["environments"])


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each formula and unknown name."""
    for mark in formulas(card):
        if "\\" in mark.value:
            for message, fix in _wrong(mark.value):
                yield Fault(mark.span, message, fix)


def _wrong(tex: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the fix."""
    commands, environments = known()
    used = {*_COMMAND.findall(tex)}
    for name in sorted(used.difference(commands, REFUSED)):
        fix = f"write {INSTEAD[name]}" if name in INSTEAD else suggest(name, commands)
        yield rf"Anki's MathJax does not know \{printable(name)}", fix
    for name in sorted({*_ENVIRONMENT.findall(tex)} - environments):
        fix = suggest(name, environments)
        yield f"Anki's MathJax does not know the environment {name!r}", fix
