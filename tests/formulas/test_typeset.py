"""KaTeX at build time: what it makes, what it refuses, what the cache spares, which fonts a page carries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import REPOSITORY

from deckpress import markup
from deckpress.formulas import typeset as module
from deckpress.formulas.mathjax import ENVIRONMENTS, MACROS
from deckpress.formulas.typeset import stylesheet, typeset
from deckpress.kinds import fields

BOMB = r"\def\x{xx}" + r"\edef\x{\x\x}" * 30 + r"\x"
"""Doubles its text at each step: a billion letters from 400."""


def html(tex: str, display: bool = False) -> str:
    """The HTML of one formula that must not fail."""
    formula = typeset([(tex, display)])[tex, display]
    assert not formula.error
    return formula.html


def error(tex: str) -> str:
    """What is wrong with one formula that must fail."""
    formula = typeset([(tex, False)])[tex, False]
    assert formula.html.startswith('<code class="math-error">')
    return formula.error


def fonts(css: str) -> set[tuple[str, str, str]]:
    """Family, weight and style of each font in a style sheet."""
    return set(
        re.findall(r"@font-face\{font-family:KaTeX_(\w+);font-weight:(\w+);font-style:(\w+)", css)
    )


def test_a_formula_is_read_aloud_as_its_tex() -> None:
    """The HTML has no MathML, so that a screen reader gets the TeX, with every character escaped."""
    made = html('x <  y \\text{ "\\&" }')
    assert made.startswith(
        '<span class="math" role="img" aria-label="x &lt; y \\text{ &quot;\\&amp;&quot; }">'
    )
    assert "<math" not in made


def test_display_and_inline_are_two_formulas() -> None:
    """The same TeX on its own line is set larger, and marked."""
    made = typeset([(r"\sum_i x_i", True), (r"\sum_i x_i", False)])
    assert made[r"\sum_i x_i", True].html.startswith('<span class="math display"')
    assert "katex-display" not in made[r"\sum_i x_i", False].html


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"a + \foobar b", r"Undefined control sequence: \foobar"),
        (r"\frac{1", "Expected '}', got 'EOF'"),
        (r"a & b", "Expected 'EOF', got '&'"),
    ],
)
def test_the_message_of_a_bad_formula_has_no_position(tex: str, message: str) -> None:
    """KaTeX counts positions inside the formula, which would mislead beside our line and column."""
    assert error(tex) == message


def test_a_bad_formula_spoils_no_other() -> None:
    """Its TeX stands in the page as escaped code, and its neighbours are set."""
    made = typeset([(r"<\nope>", False), ("x", False)])
    assert made[r"<\nope>", False].html == r'<code class="math-error">&lt;\nope&gt;</code>'
    assert not made["x", False].error


def test_definitions_stay_in_their_formula() -> None:
    r"""Neither `\newcommand` nor the global `\gdef` reaches the next formula: order must not matter."""
    made = typeset(
        [(r"\gdef\leak{x}\leak", False), (r"\leak", False), (r"\newcommand{\leak}{y}\leak", False)]
    )
    assert [bool(formula.error) for formula in made.values()] == [False, True, False]
    assert made[r"\leak", False].error == r"Undefined control sequence: \leak"


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:alert(1)}{x}", r"\url{x}", r"\includegraphics{x}", r"\htmlId{a}{b}"]
)
def test_a_formula_reaches_nothing_outside(tex: str) -> None:
    """No links, files or attributes out of TeX; the author is told."""
    assert "is not allowed" in error(tex)


@pytest.mark.parametrize("tex", [BOMB, r"\def\a{\a}\a", "{" * 4000, r"\left(" * 4000, "x" * 20_000])
def test_no_formula_is_endless(tex: str) -> None:
    """Whatever a stranger writes ends soon, with a message."""
    start = time.monotonic()
    assert error(tex)
    assert time.monotonic() - start < 3 * module.SECONDS


def test_a_slow_machine_is_no_lasting_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only took too long is tried again the next time."""
    cache, slow = tmp_path / "cache.json", ("x+" * 2000 + "x", False)
    monkeypatch.setattr(module, "SECONDS", 0.001)
    assert typeset([slow], cache)[slow].error == module.TOO_SLOW
    monkeypatch.undo()
    assert not typeset([slow], cache)[slow].error


def test_the_cache_spares_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known, good or bad, needs no V8, and leaves the file alone."""
    cache = tmp_path / "deep" / "cache.json"
    keys = [("x^2", False), ("x^2", True), (r"\nope", False)]
    first = typeset(keys, cache)
    before = cache.stat()
    monkeypatch.setattr(module, "mini_racer", None)
    assert typeset(keys, cache) == first
    assert typeset(keys[:1], cache) == {keys[0]: first[keys[0]]}
    assert (cache.stat().st_mtime_ns, cache.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    with pytest.raises(AttributeError):
        typeset([("new", False)], cache)


def test_no_formula_needs_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck without maths pays nothing."""
    monkeypatch.setattr(module, "mini_racer", None)
    assert typeset([]) == {}
    assert stylesheet("<p>no formula</p>") == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"engine": "older", "formulas": [["x", false, "no", ""]]}'],
)
def test_a_bad_cache_is_made_again(tmp_path: Path, content: bytes) -> None:
    """A torn file, or one of another KaTeX, is no cache."""
    cache = tmp_path / "cache.json"
    cache.write_bytes(content)
    assert 'class="katex"' in typeset([("x", False)], cache)["x", False].html
    assert cache.read_bytes() != content


def test_the_same_bytes_whatever_the_order_and_the_seed(tmp_path: Path) -> None:
    """HTML, style sheet and cache depend on the formulas alone."""
    keys = [(rf"\mathbb{{R}}^{i} \mathcal{{L}} \mathbf{{w}}", i % 2 == 0) for i in range(9)]
    program = (
        "import sys, pathlib; from deckpress.formulas.typeset import typeset, stylesheet\n"
        f"made = typeset({{*{keys!r}}}, pathlib.Path(sys.argv[1]))\n"
        "print(made, stylesheet(''.join(f.html for f in made.values())))"
    )
    seen = set()
    for seed in ("1", "2"):
        cache = tmp_path / seed / "formulas.json"
        run = [sys.executable, "-c", program, str(cache)]
        root = REPOSITORY
        done = subprocess.run(
            run,
            capture_output=True,
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        seen.add((done.stdout, cache.read_bytes()))
    assert len(seen) == 1


def test_a_page_carries_only_the_fonts_it_needs() -> None:
    """Plain maths takes the upright and the italic font; each alphabet adds its own, as woff2 inside the CSS."""
    plain = stylesheet(html("x + 1"))
    assert fonts(plain) == {("Main", "normal", "normal"), ("Math", "normal", "italic")}
    assert not re.search(r"url\((?!data:font/woff2;base64,)|\.ttf|format\('woff'\)", plain)
    assert ("AMS", "normal", "normal") in fonts(stylesheet(html(r"\mathbb{R}")))


@pytest.mark.parametrize(
    ("tex", "font"),
    [
        (r"\mathbf{w}", ("Main", "bold", "normal")),
        (r"\boldsymbol{\theta}", ("Math", "bold", "italic")),
        (r"\mathcal{L}", ("Caligraphic", "normal", "normal")),
        (r"\mathscr{L}", ("Script", "normal", "normal")),
        (r"\mathfrak{g}", ("Fraktur", "normal", "normal")),
        (r"\mathtt{relu}", ("Typewriter", "normal", "normal")),
        (r"\mathsf{T}", ("SansSerif", "normal", "normal")),
        (r"\text{a \textit{b}}", ("Main", "normal", "italic")),
        (r"\textbf{\textit{b}}", ("Main", "bold", "italic")),
        (r"\textsf{\textbf{b}}", ("SansSerif", "bold", "normal")),
        (r"\textsf{\textit{b}}", ("SansSerif", "normal", "italic")),
        (r"\displaystyle\sum", ("Size2", "normal", "normal")),
        (r"\bigl( x", ("Size1", "normal", "normal")),
        (r"\biggl( x", ("Size3", "normal", "normal")),
        (
            r"\left(\begin{matrix} a \\ b \\ c \\ d \end{matrix}\right)",
            ("Size4", "normal", "normal"),
        ),
    ],
)
def test_no_font_is_missing(tex: str, font: tuple[str, str, str]) -> None:
    """Each alphabet and each size of bracket brings its font."""
    assert font in fonts(stylesheet(html(tex)))


def test_environments_of_anki_are_set() -> None:
    """What Anki shows must not be an error in print only because this KaTeX is older."""
    body = {"aligned": "a &= b", "alignedat": "{1} a &= b", "gathered": "a = b"}
    names = [(f"{name}{star}", known) for name, known in ENVIRONMENTS.items() for star in ("", "*")]
    formulas = [
        (rf"\begin{{{name}}}{body[known]} \\ c \end{{{name}}}", True) for name, known in names
    ]
    assert [key for key, formula in typeset(formulas).items() if formula.error] == []


def test_added_commands_are_set() -> None:
    """Each of our macros is TeX that KaTeX understands."""
    made = typeset((command + "{a}{b}{c}", True) for command in MACROS)
    assert [key for key, formula in made.items() if formula.error] == []


def test_a_short_formula_keeps_its_full_stop() -> None:
    """Browsers break a line before a comma that follows a formula; a long formula may need that line's end."""
    long = "a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9"
    neutral = markup.html(markup.parse(f"$x$, then $y$ (with $z$), so ${long}$.\n\n$$w$$."))
    made = fields.page_html(
        neutral, typeset([("x", False), ("y", False), ("z", False), (long, False), ("w", True)]), {}
    )
    tied = [
        re.sub("<[^>]*>", "", found)
        for found in re.findall(r'<span class="tie">(.*?[,.)]+)</span>', made)
    ]
    assert tied == ["x,", "z),"]
    assert made.count("</span>.") == 2


def test_in_anki_a_formula_keeps_its_full_stop_too() -> None:
    """But not the `::` before a cloze's hint, which is Anki's."""
    neutral = markup.html(markup.parse("{{c1::$x$::a letter}}, {{c2::$y$.::z}} and $z$: $w$."))
    made = fields.anki(neutral, {})
    assert made == (
        r'{{c1::\(x\)::a letter}}, {{c2::<span class="tie">\(y\).</span>::z}} and '
        r'<span class="tie">\(z\):</span> <span class="tie">\(w\).</span>'
    )
