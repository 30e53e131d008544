"""Pictures that pages show: harmless ones, and some that are more than pictures."""

from __future__ import annotations

import base64
from random import Random

from tests.fuzz.case import DECK

DOT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>dot</title><circle r="1"/></svg>
"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml">'
HOSTILE = (
    "<script>alert(1)</script>", '<circle onclick="alert(1)"/>',
    '<svg:script xmlns:svg="http://www.w3.org/2000/svg">x</svg:script>',
    "<h:script>alert(1)</h:script>", '<h:iframe srcdoc="x"/>',
    '<h:img srcset="//evil.example/x"/>', "<foreignObject/>",
    '<a xlink:href="javascript:alert(1)"><circle/></a>',
    '<a href="java&#115;cript:alert(1)"><circle/></a>',
    '<animate attributeName="href" values="java&#115;cript:alert(1)"/>',
    '<set attributeName="onclick" to="x"/>', '<image href="http://evil.example/x.png"/>',
    '<use href="//evil.example/x.svg#a"/>', '<circle style="fill:u&#114;l(//evil.example)"/>',
    "<style>@import '//evil.example';</style>", "<style>*{fill:u\\72l(//evil.example)}</style>",
    '<circle fill="url(//evil.example/x)"/>',
    "<style>*{background:image-set('http://evil.example/x' 1x)}</style>",
    "<metadata>&x;</metadata>", "<g>" * 3000, "<circle", '<circle r="1" r="2"/>', "\x00", "\x1f",
    "&#0;", "&nosuch;", "<?xml-stylesheet href='//evil.example'?>", "<![CDATA[<script>]]>",
)  # fmt: skip
_DOCTYPES = (
    "", '<?xml version="1.0"?>\n', '<?xml version="1.0" encoding="UTF-16"?>\n',
    '<?xml version="1.0" encoding="nosuch"?>\n',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
    '<!DOCTYPE svg [<!ENTITY x "y">]>\n',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "../../outside/secret.txt">]>\n',
    '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n',
    "\ufeff", "<!-- x -->", "\n",
)  # fmt: skip


def files(random: Random) -> dict[str, bytes]:
    """What the constructs of pages name, by path in the case."""
    return {
        f"{DECK}/content/dot.svg": DOT.encode(),
        f"{DECK}/content/my dot.svg": DOT.encode(),
        f"{DECK}/content/media/dot.png": PNG,
        f"{DECK}/content/media/cat.mp3": b"ID3\x03\x00\x00\x00\x00\x00\x00",
        f"{DECK}/content/hostile.svg": svg(random),
    }


def svg(random: Random) -> bytes:
    """An SVG that does more than to show something, or tries to."""
    body = "".join(random.sample(HOSTILE, random.choice((1, 1, 2))))
    text = f"{random.choice(_DOCTYPES)}{_OPEN}{body}</svg>"
    encoding = random.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32"))
    data = text.encode(encoding)
    return random.choice((data, data, data, PNG, b"\x1f\x8b\x08" + data, data[: len(data) // 2]))
