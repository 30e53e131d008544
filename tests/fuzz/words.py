"""What texts are made of: plain words, words that can be looked for again, and everything odd that
a file can hold.
"""

from __future__ import annotations

from random import Random

PLAIN = tuple(
    "gradient loss batch layer weight bias kernel stride epoch learning rate dropout vector matrix "
    "entropy signal sum network input output unit error noise variance sample label feature scale "
    "depth width mean norm step rule".split()
)
SMALL = tuple(
    "a the of in with and or but not is are does what why when which how for as at by to it".split()
)

ODD = (
    # signs that mean something to Markdown, TeX, Anki, Jinja, HTML, YAML or TOML
    "~", "`~`", "~~", "x ~ N(0,1)", "$", "$$", "\\(", "\\)", "\\[", "&#92;(", "&bsol;(x&bsol;)",
    "{{", "}}", "{{c1::", "::", "{{{", "{%", "%}", "[[", "]]", "[%", "[#", "<", ">", "<!--", "-->",
    "<!", "<?", "]]>", "&", "&amp;", "&#0;", "&#x1F;", "&#xD800;", "&#1114112;", "&Tab;",
    "&NewLine;", "&nbsp;", "|", "\\|", "*", "_", "**", "***", "__", "`", "``", "```", "#", "##",
    "###", "---", "===", "+++", "- ", "1. ", "> ", "!", "![", "](", "[^1]", ":", ";", ",", "'",
    '"', "\\", "%", "%%", "@", "^", "=", "==", "~~~", "{#id}", "{.class}", ":::", "$$x", "5$",
    "$5", "\\\\", "\\begin{",
    # numbers
    "0", "-0", "²", "٣", "१२", "Ⅷ", "½", "1e999", "NaN", "Infinity", "-1", "9" * 30, "1" * 5000,
    "0x10", "1_000", "007",
    # scripts and code points
    "é", "e\u0301", "ﬁ", "ß", "ẞ", "İ", "ı", "Å", "\u212b", "𝒳", "漢字", "かな", "한국어",
    "한", "مرحبا",
    "שלום", "हिन्दी", "ไทย", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "\u202e", "\u2066", "\u200b", "\u200d",
    "\ufeff", "\u00ad", "\u00a0", "\u3000", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c",
    "\x1f", "\x7f", "\x9f", "\x00", "\x01", "\x1b[31m", "\x08", "\ue000", "\uf8ff",
    "\ue0d85\ue0d9", "\ue0007\ue001", "\ue002", "\ue0d1\ue0d2\ue0d3\ue0d4", "\x0e1\x0f2\x10",
    "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\u0300" * 40, "a\u0335", "\t", "\r", "\n", "  ",
    # what is a name or an address somewhere
    "CON", "aux.txt", "nul", "../x", "..", ".", "/", "/etc/passwd", "C:\\x", "a:b", "~/x",
    "javascript:alert(1)", "java&Tab;script:x", "data:text/html,x", "http://evil.example/x",
    "HTTPS://example.org", "//evil.example", "%2e%2e%2f", "__class__", "constructor", "true",
    "null", "yes", "None", "config.root", "a" * 300, "",
)  # fmt: skip
"""Each has broken, or could break, a program that reads Markdown."""


def plain(random: Random, most: int = 8) -> str:
    """A few plain words."""
    count = random.randint(1, most)
    return " ".join(random.choice(PLAIN if i % 2 else SMALL + PLAIN) for i in range(count))


def sentence(random: Random) -> str:
    """A sentence that no check has much to say about."""
    return f"{plain(random, 10).capitalize()}."


def odd(random: Random) -> str:
    """Something odd, alone or among plain words."""
    piece = random.choice(ODD)
    among = f"{plain(random, 3)} {piece} {plain(random, 3)}"
    return random.choice(
        (piece, among, piece * random.randint(1, 4), f"{piece}{random.choice(ODD)}")
    )


def text(random: Random, oddness: float) -> str:
    """A plain sentence, or with that probability something odd."""
    return odd(random) if random.random() < oddness else sentence(random)


def one_line(random: Random, oddness: float) -> str:
    """The same without what ends a line."""
    return " ".join(text(random, oddness).split()) or "x"


def code_point(random: Random) -> str:
    """Any character at all that UTF-8 can write."""
    plane = random.choice((0x80, 0x800, 0x10000, 0x110000))
    number = random.randrange(plane)
    return "?" if 0xD800 <= number < 0xE000 else chr(number)
