"""Text in a field is text for Anki, and comes back from Anki as the same text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deckpress import markup
from deckpress.anki.to_markdown import faithful
from deckpress.kinds import fields
from deckpress.model import Mark

WORDS = (
    *(
        "\\",
        "\\\\",
        "(",
        ")",
        "[",
        "]",
        "\\(",
        "\\)",
        "&#92;",
        "&bsol;",
        "&lpar;",
        "(x\\\\)",
        "x",
        " ",
        "\n\n",
    ),
    *(
        "<wbr>",
        "</wbr>",
        "<br>",
        "<b>",
        "</b>",
        "</i>",
        "<!-- -->",
        "*",
        "**",
        "`",
        "```\n",
        "- ",
        "| a |\n|---|\n| ",
    ),
    *(
        "latex]",
        "[latex]",
        "[$",
        "$]",
        "sound:a]",
        "[[type:ID]]",
        "{{c1::",
        "{{",
        "c1::",
        "}}",
        "::",
        "![",
        "](a.png)",
    ),
)


class _AsMathJaxReads(HTMLParser):
    """The text of a page in the pieces in which MathJax looks for formulas.

    A `<wbr>`, a comment, and an end tag of nothing that is open leave two texts side by side.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "wbr":
            self.text += "\0"
            self.open += [] if tag in ("br", "img", "hr") else [tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)
            self.text += "\0"

    def handle_data(self, data: str) -> None:
        self.text += data


def field(source: str) -> tuple[str, tuple[Mark, ...]]:
    """The HTML of a field, and the marks of the Markdown that it is made of."""
    tokens = markup.parse(source)
    lines = source.split("\n")
    _, marks = markup.text_and_marks(tokens, markup.Places("a.md", lines, lines))
    return fields.anki(markup.html(tokens), {}), marks


def formulas(html: str) -> int:
    reader = _AsMathJaxReads()
    reader.feed(html)
    reader.close()
    return len(re.findall(r"\\[(\[]", reader.text))


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_anki_finds_no_other_formulas_and_clozes_than_are_written(source: str) -> None:
    html, marks = field(source)
    math = [mark.value for mark in marks if mark.kind in ("math", "display-math")]
    assume(not re.search(r"\\[()\[\]]|\\\s*$", "\n".join(math), re.MULTILINE))  # math-unbalanced
    assert formulas(html) == len(math)
    assert not re.search(r"\[(?:latex\]|\$\$?\]|sound:|anki:|\[type:)", html, re.IGNORECASE)
    assert len(re.findall(r"\{\{c1::", html)) <= source.count("{{c1::")
    assert not re.search(r"<[^<>]*(?:\{\{c\d|\\[(\[])[^<>]*>", html)


def test_sounds_and_boxes_are_none_in_a_formula_either() -> None:
    html, _ = field(
        r"$[sound:a.mp3]$ $\sqrt[latex]x$ {{c1::$[[type:ID]]$}} $a {{c1::b::sound:a.mp3}}$ $[$]"
    )
    assert re.findall(r"\[(?:latex|sound|\[type|\$\])|::sound", html) == []
    assert "&#91;sound:a.mp3]" in html and "b:: sound:a.mp3}}" in html


def test_a_cloze_in_code_or_in_an_attribute_is_none() -> None:
    html, _ = field(
        "`{{c1::a}}` and ![{{c2::b}}](a.png '{{c3::c}}') [d](https://e.f/{{c4::g}}) {{c5::h}}"
    )
    assert re.findall(r"\{\{c(\d)::", html) == ["5"]
    assert html.startswith("<code>{&#123;c1::a}}</code>")


@pytest.mark.parametrize(
    "source",
    [
        r"\\(x\\)",
        r"f\\(x",
        r"\\[x\\] and \(y\)",
        r"`\(x\)`",
        "```\n\\(x\\)\n```",
        "`[latex]x[/latex]`, [sound:a.mp3]",
        r"![\\(x\\) [sound:a.mp3]](a.png)",
        "{{c1::a::sound:x}} `{{c1::b}}`",
        "C:\\\\",
        r"\\( \\[ \\",
    ],
)
def test_text_comes_back_from_anki_as_it_was(source: str) -> None:
    html, _ = field(source)
    written, same = faithful(html, {})
    assert same
    assert field(written)[0] == html


def test_text_that_is_no_formula_does_not_become_one_in_pull() -> None:
    assert faithful(r"\<span></span>(x\)", {})[0] == r"\\(x\\)"
    assert faithful(r"\(x\)", {})[0] == "$x$"


@pytest.mark.parametrize(
    "name", ["R&D", "C++ (a < b)", "a [b] c", "50 % \\", "größe 日本", "q&a; x", "{a}", "a\\b"]
)
def test_a_plain_name_is_plain(name: str) -> None:
    assert markup.markup_in_name(name) == ""


@pytest.mark.parametrize(
    "name",
    ["a<b>", "</b>", "<!--", "<?x", "&lt;", "&#92;(x", "&bsol;(", "R&notes", "\\(x", "\\[x", "[latex]", "[$]x",
     "[sound:x]", "[ANKI:tts]", "[[type:x]]", "{{x}}", "a\x01b", "a\nb"],
)  # fmt: skip
def test_markup_in_a_name_is_seen(name: str) -> None:
    assert markup.markup_in_name(name)


@pytest.mark.parametrize(
    ("target", "safe", "web"),
    [
        ("https://a.b", True, True),
        ("HTTPS://a.b", True, True),
        ("http:a", True, True),
        ("mailto:a@b.c", True, True),
        ("#card", True, False),
        ("page.md#card", True, False),
        ("", True, False),
        ("my page.md", True, False),
        ("java\tscript:a", False, False),
        ("\x01java\nscript\r:a", False, False),
        ("\u00a0javascript:a", False, False),
        ("//a.b", False, False),
        (" \\\\a.b", False, False),
        ("/\\a.b", False, False),
        ("/etc", False, False),
        ("C:\\a", False, False),
        ("data:text/html,a", False, False),
    ],
)
def test_links_are_told_by_their_schemes(target: str, safe: bool, web: bool) -> None:
    assert (markup.safe_link(target), markup.web_link(target)) == (safe, web)


def test_a_link_to_the_web_stays_a_link_in_anki_however_it_is_written() -> None:
    html, _ = field("[a](HTTPS://A.B/c) [b](ht&Tab;tps://a.b) [c](#d) [d](javascript:a)")
    assert html == '<a href="HTTPS://A.B/c">a</a> <a href="https://a.b">b</a> c <a>d</a>'
