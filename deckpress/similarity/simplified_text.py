"""A question's text -> the same without polite frames and turns of speech.

simplified("Can you tell me what the concept of a thread is?") -> "explain what   a thread is?"
"""

from __future__ import annotations

import re
import unicodedata

from deckpress.similarity import english

_REQUEST = re.compile(
    r"""\b(?:
    (?:can|could|would)\ you\ (?:please\ )?(?:briefly\ )?
      (?:explain|describe|tell\ (?:me|us)(?:\ about)?)
    |(?:tell|give)\ (?:me|us)\ (?:more\ )?about|(?:talk|speak)\ about
    |what\ do\ (?:you|we)\ (?:know\ about|mean\ by|understand\ (?:by|about))|what\ is\ meant\ by
    |(?:give|provide|write)\ (?:me\ |us\ )?an?\ (?:(?:short|brief|simple|quick|clear|precise)\ )?
        (?:definition|explanation|overview|description|summary)\ (?:of|for)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Ways to say "explain"."""

_TEST = re.compile(
    r"""\b(?:find|check|determine|see|verify|test)
    \ (?:out\ )?
    (?:if|whether)\b  # "Find out if a number is prime."
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Ways to say "check"."""

_FUNCTION = re.compile(r"\bthe (?:(?:main|primary|key) )?functions? of\b", re.IGNORECASE)
"""What a thing is for, in fields that do not program: "the main function of the liver"."""

_NO_TOPIC = re.compile(
    r"""\b(?:
    do\ you\ know|what\ comes\ to\ mind|different\ (?!from\b|than\b|to\b|between\b)(?=\w)
    |in\ (?:your\ own|simple|other|a\ few)\ (?:words|terms)|in\ one\ sentence
    |(?:primary|chief)\ (?=difference|purpose|role|goal|reason|cause|advantage|benefit|function)
    |with\ (?:an?\ |some\ |simple\ )*examples?
    |in\ (?:(?:more\ )?detail|brief|short|general)
    |the\ (?:basic\ |main\ |key\ )?
        (?:concepts?|ideas?|notions?|terms?|words?|meanings?|definitions?)\ (?:of|behind)
    |the\ (?:concept|term|word|notion)|the\ (?:right\ )?choice\ of
    |(?:the|this)\ (?:video|lecture|course|chapter|article|text)\ (?:briefly\ )?
        (?:mentions|discusses|emphasi[sz]es|explains|covers|says)
    |mentioned\ in\ the\ (?:video|lecture|course|chapter|article|text)
    |real[-\ ](?:world|life)|according\ to\ the\ (?:video|lecture|course|chapter|article|text)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Turns of speech without a topic."""

_PURPOSE = re.compile(r"\b(?:used\s+)?for\s*\?*\s*$", re.IGNORECASE)
"""The end of "What is X for?"."""

_NOT = re.compile(r"(?i)n't\b|\bcannot\b")
_SUFFIX = re.compile(r"(?i)'(?:s|re|ve|ll|d|m)\b")
_CLOZE = re.compile(r"\{\{c[\d,]+::|\}\}")
_QUOTED = re.compile(
    r"""(?<!\w)(["'“‘])  # What does "look for" mean?
    [^"'”’]{1,40}
    ["'”’](?!\w)""",
    re.VERBOSE,
)


_TURNS = (
    ("{{c", _CLOZE, " "),
    ("'", _NOT, " not"),
    ("'", _SUFFIX, ""),
    ("", _REQUEST, "explain"),
    (" if ", _TEST, "check"),
    ("whether", _TEST, "check"),
    ("function", _FUNCTION, "the purpose of"),
    ("", _NO_TOPIC, " "),
    ("for", _PURPOSE, " purpose?"),
)
"""What a text holds to which a pattern is applied, as most are slow; the pattern, and what is
written instead; in this order."""


def simplified(text: str) -> str:
    """The text without what adds no topic.

    In a quotation, what could be taken for a word of the frame is marked as a name.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    for part, pattern, instead in _TURNS:
        if part in text:
            text = pattern.sub(instead, text)
    return _QUOTED.sub(_with_names, text)


def _with_names(quotation: re.Match[str]) -> str:
    """A quotation with a backtick before each word of the frame: "look for" is not "look at"."""
    return re.sub(r"\w+", _as_name, quotation[0])


def _as_name(word: re.Match[str]) -> str:
    return f"`{word[0]}" if word[0].lower() in english.FRAME else word[0]
