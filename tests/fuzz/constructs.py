"""What can stand in a card, one construct a row: a new one in Markdown or in deckpress is a new row
here.

Placeholders: `«word»` is a word that the package, the booklet and the site must show if the deck
builds; `«secret»` one that nothing may ever show; `«text»` plain words, now and then odd ones;
`«inline»` another inline construct; `«block»` another block; `«n»` a small number; `«id»` the id of
a card of the deck, or of none.
"""

from __future__ import annotations

from typing import NamedTuple


class Construct(NamedTuple):
    """A piece of Markdown."""

    name: str
    text: str
    never: tuple[str, ...] = ()
    """What no output may show of it if it stands in a page that was not mutated: markup that was
    not understood.
    """


INLINE = (
    Construct("words", "«text»"),
    Construct("emphasis", "*«word»*"),
    Construct("strong", "**«word»**"),
    Construct("both", "***«word» «inline»***"),
    Construct("strikethrough", "~~«word»~~"),
    Construct("subscript", "H~«n»~O"),
    Construct("superscript", "x^«n»^"),
    Construct("code", "`«word»(x)`"),
    Construct("code with markup", "`«word» <b> {{x}} $y$ ~ **z**`"),
    Construct("code in more ticks", "`` «word» ` ``"),
    Construct("escapes", r"\*«word»\* \_ \` \\ \# \$ \~ \^"),
    Construct("entities", "«word» &amp; &lt; &copy; &#8364; &#x3b1; &nosuch;"),
    Construct("link", "[«word»](https://example.org/a?b=c&d=«n» \"a title\")"),
    Construct("link in brackets", "[«word»](<https://example.org/a b>)"),
    Construct("link to a card", "[«word»](#«id»)"),
    Construct("autolink", "<https://example.org/«n»>"),
    Construct("bare address", "https://example.org/«n»?a=b"),
    Construct("picture", "![«word»](dot.svg)"),
    Construct("picture of the deck", "![«word» «text»](media/dot.png)"),
    Construct("picture with a title", '![«word»](dot.svg "«text»")'),
    Construct("formula", r"$x_{«n»}^2 \le \frac{a}{b}$"),
    Construct("formula in brackets", r"\(\sqrt{«n»}\)"),
    Construct("formula with text", r"$\text{a_b «n»}$"),
    Construct(
        "formula with macros",
        r"$\mathbb{R}^{«n»}, \operatorname{softmax}(z)_i, \vec{v} \cdot \hat{w}$",
    ),
    Construct("formula with braces", r"$\{x : {x}_{y_{z}}\}$"),
    Construct("prices", "$«n» and «n»$ and US$«n»"),
    Construct("kbd", "<kbd>«word»</kbd>"),
    Construct("break", "«word»<br>«word»"),
    Construct("comment", "«text» <!-- «secret» --> «text»"),
    Construct("emoji", ":smile: 👩‍👩‍👧 🇩🇪"),
    Construct("mention", "@someone #hashtag"),
    Construct("smart", "\"«text»\" -- 'x' ... (c)"),
    Construct("tilde", "What does ~ mean in `x ~ N(0,1)`?"),
    Construct("chemistry", r"$\ce{H2O}$ $\pu{3 m/s}$"),
    Construct("hard break", "«word»  \n«word»\\\n«word»"),
    Construct("right to left", "שלום «word» مرحبا"),
    Construct("combining", "e\u0301 Å \u212b ﬁ «word»"),
)  # fmt: skip
"""What has a clear meaning inside a paragraph, a heading or a cell."""

CLOZES = (
    Construct("cloze", "{{c«n»::«word»}}"),
    Construct("cloze with a hint", "{{c1::«word»::«text»}}"),
    Construct("cloze in a cloze", "{{c1::«word» {{c2::«word»}} «text»}}"),
    Construct("cloze of many numbers", "{{c1,2::«word»}}"),
    Construct("cloze around a formula", r"{{c1::$\frac{1}{\sqrt{2}}$}}"),
    Construct("cloze around code", "{{c1::`std::«word»`}}"),
)  # fmt: skip
"""The same in the text of a cloze."""

WILD_INLINE = (
    Construct("pipes", r"`«word» | «word»` | «word» \| «word»"),
    Construct("reference link", "[«word»][ref]\n\n[ref]: https://example.org/ref"),
    Construct("link with a scheme", "[x](javascript:alert(«n»))"),
    Construct("link with a hidden scheme", "[x](java&Tab;script:alert(«n»))"),
    Construct("link with odd target", "[«word»](«text»)"),
    Construct("picture without text", "![](dot.svg)"),
    Construct("picture from elsewhere", "![«text»](http://evil.example/x.png)"),
    Construct("picture outside", "![«text»](../../outside/secret.txt)"),
    Construct("picture that is not there", "![«text»](nowhere-«n».png)"),
    Construct("picture with a percent", "![«text»](my%20dot.svg)"),
    Construct("hostile picture", "![«text»](hostile.svg)"),
    Construct(
        "formula that acts",
        r"$\href{javascript:alert(1)}{x} \style{background:url(//evil.example)}{x}$",
    ),
    Construct("formula of nothing", "$$"),
    Construct("formula unclosed", "$x_«n» and «text»"),
    Construct("formula unclosed in brackets", r"\(x and «text»"),
    Construct("formula with an error", r"$\frac{«n»$"),
    Construct("formula with an unknown command", r"$\nosuch{«n»}$"),
    Construct("formula as text", r"\\(\alpha\\) &#92;(\beta&#92;) &bsol;[x&bsol;]"),
    Construct("cloze in a formula", r"$x = {{c1::y_{«n»}}}$"),
    Construct("cloze in code", "`{{c1::«word»}}`"),
    Construct("cloze across", "{{c1::**«word»}} «text»**"),
    Construct("cloze unclosed", "{{c1::«text»"),
    Construct("cloze of zero", "{{c0::«text»}}"),
    Construct("cloze of a large number", "{{c99999999999::«text»}}"),
    Construct("stray braces", "«text» }} «text»"),
    Construct(
        "field reference",
        "{{Front}} {{FrontSide}} {{type:Answer}} {{#Question}}x{{/Question}}",
    ),
    Construct("anki sound", "[sound:«text».mp3]"),
    Construct("anki latex", "[latex]x[/latex] [$]y[/$] [$$]z[/$$]"),
    Construct("anki speech", "[anki:tts lang=en_US]x[/anki:tts]"),
    Construct("template", "[[ config.root ]] [% for x in range(9) %]y[% endfor %] [# «text» #]"),
    Construct("liquid", "{% raw %}{{ site.url }}{% endraw %}"),
    Construct("ruby", "<ruby>漢字<rt>かんじ</rt></ruby>"),
    Construct("span", '<span style="color:red" onclick="x()">«text»</span>'),
    Construct("script", "<script>alert(«n»)</script>"),
    Construct("image element", '<img src="x" onerror="alert(«n»)">'),
    Construct("style element", "<style>*{background:url(//evil.example)}</style>"),
    Construct("unclosed element", "<b>«text»"),
    Construct("closing element", "«text»</div></article></b>"),
    Construct("comment unclosed", "«text» <!-- «text»"),
    Construct("comment with odd ends", "<!-->«text»<!--->«text»<!-- a--b -->"),
    Construct("declaration", "<!DOCTYPE html><?php x ?><![CDATA[«text»]]>"),
    Construct("highlight", "==«text»=="),
    Construct("obsidian comment", "%%«text»%%"),
    Construct("obsidian link", "[[«text»|«text»]]"),
    Construct("obsidian picture", "![[dot.svg|200]]"),
    Construct("picture with a size", "![«text»|300](dot.svg) ![«text»](dot.svg){width=300}"),
    Construct("furigana", "{漢字|かんじ}"),
    Construct("footnote", "«text»[^1]\n\n[^1]: «text»"),
    Construct("units", r"$\SI{3}{\metre}$"),
    Construct("odd", "«text»«text»«text»"),
)  # fmt: skip
"""What is a fault, or can be read together with what stands around it, or has no meaning yet."""

BLOCKS = (
    Construct("paragraph", "«inline» «word» «inline»"),
    Construct("two lines", "«inline»\n«inline»"),
    Construct("list", "- «inline»\n- «word»\n- «inline»"),
    Construct("loose list", "* «inline»\n\n* «inline»\n\n  «block»"),
    Construct("numbered list", "1. «inline»\n2. «word»\n5. «inline»"),
    Construct("list in a list", "- «word»\n  - «inline»\n    1. «inline»\n      - «word»"),
    Construct("tasks", "- [ ] «inline»\n- [x] «word»\n- [X] «inline»"),
    Construct("quote", "> «inline»\n> «word»\n>\n> «block»"),
    Construct("code", "```python\ndef «word»(x):\n    return x ** «n»  # «text»\n```"),
    Construct("code of another language", "~~~{.js}\nlet «word» = `${x}`;\n~~~"),
    Construct("code of no language", "```\n## «word»\n<!-- id: not-a-card -->\n{{c1::x}}\n```"),
    Construct("code in a quote", "> ```\n> «word»\n> ```"),
    Construct("code by indentation", "    «word»\n\n    «text»"),
    Construct("display formula", "$$\n\\sum_{i=1}^{«n»} x_i\n$$"),
    Construct("display formula in one line", "$$E = mc^«n»$$"),
    Construct("display formula in brackets", "\\[\n\\int_0^«n» x\n\\]"),
    Construct("environment", "\\begin{align}\na &= b \\\\\nc &= «n»\n\\end{align}"),
    Construct(
        "environment in dollars",
        "$$\n\\begin{pmatrix} a & b \\\\ c & «n» \\end{pmatrix}\n$$",
    ),
    Construct("table", "| «word» | b |\n|:--|--:|\n| «inline» | «word» |\n| x |"),
    Construct(
        "table with pipes",
        "| a | b |\n|---|---|\n| `x\\|y` | «inline» \\| z |\n| $|x|$ | c | too many |",
    ),
    Construct("table without body", "| «word» |\n|---|"),
    Construct("heading", "#### «inline»\n\n«inline»"),
    Construct("rule", "«inline»\n\n---\n\n«inline»"),
    Construct("comment block", "<!-- «secret»\n«secret»\n-->\n\n«inline»"),
    Construct("reference", "[a]: https://example.org/ \"«text»\"\n\n«inline» [a]"),
)  # fmt: skip
"""What has a clear meaning as a paragraph or more."""

WILD_BLOCKS = (
    Construct("callout", "> [!note]- «text»\n> «inline»"),
    Construct("alert", "> [!WARNING]\n> «inline»"),
    Construct("code of an odd language", "```«text»\n«word»\n```"),
    Construct("code unclosed", "```python\n«text»"),
    Construct("environment unclosed", "\\begin{align}\nx\n\n«text»"),
    Construct("setext heading", "«text»\n------"),
    Construct("html block", "<div class=\"x\">\n«text»\n\n«inline»\n</div>"),
    Construct("details", "<details><summary>«text»</summary>\n\n«inline»\n\n</details>"),
    Construct("html table", "<table><tr><td>«text»</td></tr></table>"),
    Construct(
        "hostile html",
        "<iframe srcdoc=\"<script>x</script>\"></iframe>\n<svg onload=x><svg:script/></svg>",
    ),
    Construct("comment with a card", "<!--\n## «secret»\n<!-- id: hidden-card -->\n«inline»"),
    Construct("obsidian comment block", "%%\n«text»\n%%"),
    Construct("definitions", "«text»\n: «inline»"),
    Construct("footnotes", "«inline»[^a]\n\n[^a]: «inline»\n    «text»"),
    Construct("container", "::: tip\n«inline»\n:::"),
    Construct("attributes", "«inline» {#id .class key=val}"),
    Construct("front matter again", "---\ntags: [x]\n---\n\n«inline»"),
    Construct("masks", "1. rect 12 30 18 9: «text»\n2. ellipse 1 2 3 4: «text»"),
    Construct("sound", "![«text»](media/cat.mp3)"),
    Construct("empty", "\n\n"),
    Construct("odd lines", "«text»\n«text»\n«text»"),
)  # fmt: skip
"""What is a fault, or can be read together with what stands around it, or has no meaning yet."""

SHAPES = (
    "*a", "**a**", "[", "[a](b) ", "![a](dot.svg) ", "[a](", ">", "- ", "1. ", "`a", "$a$ ",
    "$a ", r"\(a\) ", r"\(a ", "{{c1::a}} ", "{{c1::", "}}", "<b>", "<!-- ", "&amp;", "&", "\\",
    "~a~ ", "^a^", "| a ", "a\n", " ", "\t", "word ", "\\begin{align}\n\n", "#### a\n", "---\n",
    "```\n", "::", "_a", "![", "a\u0301", "9", "ABC ", "It is like a cat. ", "Why? ",
)  # fmt: skip
"""Pieces that are written many times in a row: what is quadratic in one of them takes seconds."""

TITLES = (
    Construct("question", "What is «word»?"),
    Construct("instruction", "Explain «word»."),
    Construct("with markup", "What does *«word»* «inline»?"),
    Construct("with hashes", "What is «word»? ##"),
)
"""What a `##` heading says."""

WILD_TITLES = (
    Construct("odd", "«text»"),
    Construct("with an id", "What is «word»? {#x}"),
    Construct("with a comment", "What is «word»? <!-- id: on-the-line -->"),
    Construct("nothing", ""),
)
