"""What a card says in words, as the language checks read it: without markup, formulas and code.

Every function takes a section or its text and is quick on the second call for the same card, since
many checks ask.
"""

from __future__ import annotations

import functools
import re
import string
from html import unescape

from deckpress import markup
from deckpress.markup import wordlists
from deckpress.model import Card, Section, Span

OBJECT = "\ufffc"
"""Stands for a formula, a piece of code or a picture: one word that says nothing."""

LONGEST_READ = 10_000
"""Characters of a section that are read: no honest card has more, and no hostile one shall cost
more."""

LONGEST_ABBREVIATION = 12
"""Characters before a full stop that are looked at."""

_FORMULA = re.compile(f"[{markup.MATH}{markup.DISPLAY}][^{markup.END}]*{markup.END}")
_BLOCK_OF_CODE = re.compile("<pre.*?</pre>", re.DOTALL)
_CODE = re.compile("<code.*?</code>", re.DOTALL)
# <img src="…" alt="…">
_IMAGE = re.compile("<img[^>]*>")
_TAG = re.compile("<[^>]*>")
_CLOZE = re.compile(
    rf"""
      {markup.CLOZE}[^{markup.END}]*{markup.END}  # where a cloze begins
    | {markup.HINT}[^{markup.CLOSE}]*             # its hint
    | {markup.CLOSE}
    """,
    re.VERBOSE,
)
_CURLY = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
}


def _blank_but(letters: str) -> bytes:
    """A table for `bytes.translate`: all other bytes become blanks."""
    return bytes(byte if chr(byte) in letters else ord(" ") for byte in range(256))


_CAPITAL = _blank_but(string.ascii_uppercase)
_SMALL = _blank_but(string.ascii_lowercase)

_SENTENCE_END = re.compile(
    rf"""
      (?<=[.!?]) [\"')\]*]* \s+         # He said "no." (And left.)
      (?= [\"'(\[]*[^\Wa-z_] | {OBJECT} )
    | \n
    """,
    re.VERBOSE,
)
_WORD = re.compile(rf"[^\W_]|{OBJECT}")

_NOT_ON_BACK = ("Question", "Sources", "Hint")

_STOPS = (".", "?", "!", OBJECT)
_TERMINATED = re.compile(
    rf"""
      [.!?:…。！？：؟।։።][\"')\]»”’*_`」』】）]*$   # … (so he said.)
    | =\s*[\d.,]+\s*%?$                          # … = 12.5 %
    | {OBJECT}[)\]}}\"']*$
    """,
    re.VERBOSE,
)
_CLOSED_BLOCKS = tuple("</ul> </ol> </table> </pre> </blockquote>".split())


def plain(section: Section) -> str:
    """The words of a section: straight quotes, one line per block, `OBJECT` for each formula, code
    or picture."""
    return _plain(section.html)


@functools.lru_cache(maxsize=64)
def _plain(html: str) -> str:
    text = _without_markup(html)[:LONGEST_READ]
    if not text.isascii():
        for curly, straight in _CURLY.items():
            text = text.replace(curly, straight)
    return text


def lowered(section: Section) -> str:
    """The same in lower case: to see with `in`, cheaply, whether a pattern can match at all."""
    return _lowered(section.html)


@functools.lru_cache(maxsize=64)
def _lowered(html: str) -> str:
    return _plain(html).lower()


def words(section: Section) -> frozenset[str]:
    """The runs of English letters in a section, in lower case, formulas and code too: to see
    whether a pattern can match at all."""
    return _words(section.text)


@functools.lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    ascii_text = text.encode("ascii", "replace")
    return frozenset(_runs(ascii_text.lower(), _SMALL))


def capitals(text: str) -> set[str]:
    """The runs of two or more capital letters in a text."""
    ascii_text = text.encode("ascii", "replace")
    runs = _runs(ascii_text, _CAPITAL)
    return {run for run in runs if len(run) > 1}


def _runs(text: bytes, only: bytes) -> list[str]:
    # Tables of bytes, since they are three times as fast as a regular expression.
    return text.translate(only).decode().split()


def _without_markup(html: str) -> str:
    """Each step looks for one fixed character or tag first: on most sections most steps have
    nothing to do."""
    if markup.END in html:
        html = _FORMULA.sub(OBJECT, html)  # MATH x^2 END
    if "</code>" in html or "</pre>" in html:
        html = _BLOCK_OF_CODE.sub(OBJECT, html)
        html = _CODE.sub(OBJECT, html)
    if "<img" in html:
        html = _IMAGE.sub(OBJECT, html)
    if "<" in html:
        html = _TAG.sub("", html)
    if markup.CLOZE in html:
        html = _CLOZE.sub("", html)
    return unescape(html) if "&" in html else html


def holds(section: Section, parts: tuple[str, ...]) -> bool:
    """Whether one of some strings in lower case stands in a section, formulas and code included."""
    low = section.text.lower()
    held = [part in low for part in parts]  # a generator would cost more than the searches
    return any(held)


def word_count(section: Section, least: int = 0) -> int:
    """Words between blanks; a formula, a piece of code or a picture is one, a dash or a bullet
    none.

    A text that surely has at most `least` words is not counted: the result is 0.
    """
    blanks = section.text.count(" ") + section.text.count("\n")
    if blanks < least:
        return 0
    words = plain(section).split()
    return sum(1 for word in words if _WORD.search(word))


def sentences(text: str) -> list[str]:
    """The sentences of some plain text; a line's end ends one too."""
    parts: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        before = max(start, end.start() - LONGEST_ABBREVIATION)
        if _abbreviation().search(text, before, end.start()):
            continue  # e.g. This one
        parts.append(text[start : end.start()])
        start = end.end()
    parts.append(text[start:])
    return list(filter(None, map(str.strip, parts)))


@functools.cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{wordlists.either('abbreviation')})$", re.IGNORECASE)


def find(section: Section, phrase: str) -> Span:
    """Where a phrase of the plain text stands in the file, as exactly as its markup allows."""
    pieces = re.split(rf"[{OBJECT}\n]+", phrase)
    longest = max(map(str.strip, pieces), key=len)
    if longest in section.source:
        return section.find(longest)
    for word in longest.split():
        # Markup parts words in the source: "the **mean** of" is found at "mean".
        if len(word) > 3 and word in section.source:
            return section.find(word)
    return section.find("")


def cut_off(section: Section, most_words: int) -> bool:
    """Whether the text stops in the middle of a sentence: without a full stop, and too long for a
    bare term.

    What ends in a formula, in code, or in a list or table is finished; a single sentence of
    `most_words` words is a term.
    """
    if section.text.endswith(_STOPS):
        return False
    text = plain(section).rstrip()
    if not text or len(text) >= LONGEST_READ:
        return False
    if _TERMINATED.search(text[-8:]):
        return False
    # Items of a list need no full stop.
    if section.html.rstrip().endswith(_CLOSED_BLOCKS):
        return loose_end(text)
    last_line = text.rpartition("\n")[2]
    written = last_line.split()
    if len(written) > most_words or len(sentences(last_line)) > 1:
        return True
    last_word = written[-1].lower()
    loose = wordlists.english("loose-end") | wordlists.english("loose-end-of-sentence")
    return len(written) > 3 and last_word in loose


def loose_end(text: str) -> bool:
    """Whether the last word needs another one after it, wherever it stands."""
    last_word = text.rstrip().rpartition(" ")[2]
    return last_word.lower() in wordlists.english("loose-end")


def imperative(sentence: str) -> bool:
    """Whether an English sentence is an instruction: "Explain …"."""
    return bool(_imperative().match(sentence))


@functools.cache
def _imperative() -> re.Pattern[str]:
    either = wordlists.either
    return re.compile(
        rf"""
        (?:[A-Z][^.?!]{{0,80}}?,\ )?   # In one line of Python, …
        (?:(?:{either("before-instruction")})\ )?   # Briefly …
        (?:
          (?:{either("instruction")})\b   # Put the steps in order.
          # Set the table …, but not: Set theory …
          | (?:{either("instruction-or-noun")})\ (?:{either("after-instruction")}|\d+)\b
        )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def backs(card: Card) -> tuple[Section, ...]:
    """What a learner sees after turning the card, without its sources."""
    return tuple(section for section in card.sections if section.name not in _NOT_ON_BACK)
