"""What a card says in words, as the language checks read it: without markup, formulas and code.

Every function takes a section or its text and is quick on the second call for the same card, since many checks ask.
"""

from __future__ import annotations

import functools
import re
from html import unescape
from typing import NamedTuple

from deckpress import markup
from deckpress.model import Card, Fault, Section, Span

OBJECT = "\ufffc"
"""Stands for a formula, a piece of code or a picture: one word that says nothing."""

LONGEST = 10_000
"""Characters of a section that are read: no honest card has more, and no hostile one shall cost more."""

_FORMULAS = tuple(
    re.compile(f"{kind}[^{markup.END}]*{markup.END}") for kind in (markup.MATH, markup.DISPLAY)
)
_CODE = tuple(re.compile(f"<{tag}.*?</{tag}>", re.DOTALL) for tag in ("pre", "code"))
_IMAGE = re.compile("<img[^>]*>")
_TAG = re.compile("<[^>]*>")
_CLOZE = re.compile(
    f"{markup.CLOZE}[^{markup.END}]*{markup.END}|{markup.HINT}[^{markup.CLOSE}]*|{markup.CLOSE}"
)
_CURLY = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))
_CAPITALS = bytes(c if chr(c).isupper() else 32 for c in range(128)) + b" " * 128
_LETTERS = bytes(ord(chr(c).lower()) if chr(c).isalpha() else 32 for c in range(128)) + b" " * 128

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]*]*\s+(?=[\"'(\[]*[^\Wa-z_]|" + OBJECT + r")|\n")
_ABBREVIATION = re.compile(
    r"(?i)(?:\b(?:e\.g|i\.e|etc|cf|al|vs|approx|ch|sec|fig|eq|dr|mr|mrs|prof|st)\.)$"
)
_WORD = re.compile(rf"[^\W_]|{OBJECT}")

_TERMINATED = re.compile(
    r"[.!?:…。！？：؟।։።][\"')\]»”’*_`」』】）]*$|=\s*[\d.,]+\s*%?$|" + OBJECT + r"[)\]}\"']*$"
)
_STOPS = (".", "?", "!", OBJECT)
_LOOSE_ENDS = ("and", "or", "the", "a", "an", "such", "ensuring")
_LOOSE_IN_SENTENCES = (*_LOOSE_ENDS, "of", "to", "with", "by", "for", "lead")
_CLOSED_BLOCKS = ("</ul>", "</ol>", "</table>", "</pre>", "</blockquote>")

_VERBS = """
    add analyse analyze apply argue arrange assign build calculate check choose cite classify
    combine compare complete compute configure conjugate construct contrast convert correct count
    create decide decline decode deduce define demonstrate derive describe design determine diagnose
    differentiate discuss distinguish divide draw encode enumerate estimate evaluate examine execute
    expand explain express factor fill find fix formulate generate give guess identify illustrate
    implement insert integrate interpret justify label list locate match merge multiply name obtain
    order outline paraphrase pick predict prefer prepare present pronounce prove provide put quote
    rank read recall recite reduce refute remove rename repeat replace reverse rewrite rotate say
    select show simplify sketch solve sort spell state subtract suggest summarise summarize supply
    swap tell trace transform translate use verify walk write
""".split()
"""How instructions to a learner begin."""

_NOUNS_TOO = """
    answer change connect extend form group highlight join make mark measure note pair place plot
    point rate relate report round separate set split test turn type work
""".split()
"""The same, but also nouns ("Set theory"): they instruct only before a word such as `the`."""

_IMPERATIVE = re.compile(
    rf"""
    (?:[A-Z][^.?!]{{0,80}}?,\ )?       # In one line of Python, …
    (?:please\ |briefly\ )?
    (?:
      (?:{"|".join(_VERBS)})\b         # Put the steps in order.
      | (?:{"|".join(_NOUNS_TOO)})
        \ (?:the|an?|th(?:is|ese|ose)|each|all|every|its?|your|their|them|both|two|three|four|five|out|for|\d+)\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Reading(NamedTuple):
    """What is often asked of a section, so that a check can tell at once that it has nothing to say."""

    plain: str
    low: str


def plain(section: Section) -> str:
    """The words of a section: straight quotes, one line per block, `OBJECT` for each formula, code or picture."""
    return _read(section.html).plain


def lowered(section: Section) -> str:
    """The same in lower case: to see with `in`, cheaply, whether a pattern can match at all."""
    return _read(section.html).low


def words(section: Section) -> frozenset[str]:
    """The runs of English letters in a section, formulas and code too: to see whether a pattern can match at all."""
    return _words(section.text)


@functools.lru_cache(maxsize=64)
def _read(html: str) -> Reading:
    text = _without_markup(html)[:LONGEST]
    if not text.isascii():
        for curly, straight in _CURLY:
            if curly in text:
                text = text.replace(curly, straight)
    return Reading(text, text.lower())


@functools.lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.encode("ascii", "replace").translate(_LETTERS).decode().split())


def _without_markup(html: str) -> str:
    """Each step looks for one fixed character or tag first: on most sections most steps have nothing to do."""
    if markup.END in html:
        for formula in _FORMULAS:
            html = formula.sub(OBJECT, html)
    if "<" in html:
        for code in _CODE if "</code>" in html or "</pre>" in html else ():
            html = code.sub(OBJECT, html)
        html = _TAG.sub("", _IMAGE.sub(OBJECT, html) if "<img" in html else html)
    if markup.CLOZE in html:
        html = _CLOZE.sub("", html)
    return unescape(html) if "&" in html else html


def holds(section: Section, parts: tuple[str, ...]) -> bool:
    """Whether one of some strings in lower case stands in a section, formulas and code included."""
    low = section.text.lower()
    return any(
        [part in low for part in parts]
    )  # a list: a generator would cost more than the searches


def capitals(text: str) -> set[str]:
    """The runs of two or more capital letters in a text."""
    runs = text.encode("ascii", "replace").translate(_CAPITALS).decode().split()
    return {run for run in runs if len(run) > 1}


def word_count(section: Section, least: int = 0) -> int:
    """Words between blanks; a formula, a piece of code or a picture is one, a dash or a bullet none.

    A text that surely has at most `least` words is not counted: the result is 0.
    """
    if section.text.count(" ") + section.text.count("\n") < least:
        return 0
    return sum(1 for word in plain(section).split() if _WORD.search(word))


def sentences(text: str) -> list[str]:
    """The sentences of some plain text; a line's end ends one too."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text, max(start, end.start() - 12), end.start()):
            found.append(text[start : end.start()])
            start = end.end()
    return [sentence.strip() for sentence in (*found, text[start:]) if sentence.strip()]


def find(section: Section, phrase: str) -> Span:
    """Where a phrase of the plain text stands in the file, as exactly as its markup allows."""
    pieces = [piece.strip() for piece in re.split(rf"[{OBJECT}\n]+", phrase)]
    longest = max(pieces, key=len, default="")
    if longest not in section.source:
        longest = next(
            (word for word in longest.split() if len(word) > 3 and word in section.source), ""
        )
    return section.find(longest)


def cut_off(section: Section, words: int) -> bool:
    """Whether the text stops in the middle of a sentence: without a full stop, and too long for a bare term.

    What ends in a formula, in code, or in a list or table is finished; a single sentence of `words` words is a term.
    """
    if section.text.endswith(_STOPS):
        return False
    text = plain(section).rstrip()
    if not text or len(text) >= LONGEST or text.endswith(_STOPS) or _TERMINATED.search(text[-8:]):
        return False
    if section.html.rstrip().endswith(_CLOSED_BLOCKS):
        return loose_end(text)
    last = text.rpartition("\n")[2]
    many = len(last.split())
    return (
        many > words
        or len(sentences(last)) > 1
        or (many > 3 and last.split()[-1].lower() in _LOOSE_IN_SENTENCES)
    )


def loose_end(text: str) -> bool:
    """Whether the last word needs another one after it, wherever it stands."""
    return text.rstrip().rpartition(" ")[2].lower() in _LOOSE_ENDS


def search(pattern: re.Pattern[str], section: Section, message: str, fix: str = "") -> Fault | None:
    """A fault at the first match of a pattern in the plain text; `{}` in the message is what matched."""
    found = pattern.search(plain(section))
    return (
        Fault(find(section, found[0]), message.format(" ".join(found[0].split())), fix)
        if found
        else None
    )


def backs(card: Card) -> tuple[Section, ...]:
    """What a learner sees after turning the card, without its sources."""
    return tuple(s for s in card.sections if s.name not in ("Question", "Sources", "Hint"))


def imperative(sentence: str) -> bool:
    """Whether an English sentence is an instruction: "Explain …", "In one line of Python, compute …"."""
    return bool(_IMPERATIVE.match(sentence))
