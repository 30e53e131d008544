"""Stage 2, validate: Deck -> Problems. One file is one check; its name, with hyphens, is the code.

A check module has a docstring (what `explain` prints: what, why, Bad, Good), `FIX` (how to mend it), and some of

    check_card(card: Card, options) -> Iterator[Fault]    sees one card
    check_page(page: Page, options) -> Iterator[Fault]    sees one page
    check(deck: Deck, options) -> Iterator[Fault]         sees everything

The first two are done where the page was parsed, and remembered with it: prefer them. A `check` that must look at every
card of a deck can have `gather(card, options)`, remembered in the same way: its third argument is what that returned
(texts, numbers, bytes, tuples) for each card of the deck.

Optional: `SEVERITY` (default "error"), `OPTIONS` (defaults of what deckpress.toml can set under `[checks.CODE]`),
`LIMITS` (the least and the most that an option can be: where more of it would turn a guard off, or never end),
`WAIVABLE = False` (the packager, a learner's progress or safety rests on it, so no `allow:` can excuse it), `GUARD`
(nothing in deckpress.toml makes it less than an error; true of all that is not waivable), `LANGUAGE` (the check knows
the words of one language only, say "en": in a deck of another it is off until deckpress.toml gives it a severity),
`fix(card, deck, options) -> Iterator[tuple[Section, str]]` (what `check --fix` may write: sections of the
card, each with its Markdown mended, on as many lines; what is right already comes back unchanged).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from deckpress import similarity
from deckpress.deck.config import FILE, Config
from deckpress.deck.suggestions import suggest
from deckpress.model import SEVERITIES, Card, Deck, Fault, Page, Problem, Span
from deckpress.system import files, plugins
from deckpress.system.timeouts import TooLong, at_most

SECONDS, SECONDS_A_CARD = 20, 0.01
"""Processor time of one check of the whole deck; honest decks take a hundredth."""

_SLOW = "look for what is repeated ten thousand times in the deck or its tables"

_TYPES = {
    list: 'a list: ["…", "…"]',
    int: "a whole number",
    float: "a number with a point",
    bool: "true or false",
    dict: "a table",
}


def modules() -> dict[str, ModuleType]:
    """All checks by code, sorted."""
    return plugins.discover(__name__)


def is_guard(code: str) -> bool:
    """Whether the check is an error whatever deckpress.toml says: a stranger's pull request may change that file."""
    return bool(getattr(modules()[code], "GUARD", not is_waivable(code)))


def is_waivable(code: str) -> bool:
    """Whether a card's `allow:` can excuse it, with a reason."""
    return bool(getattr(modules()[code], "WAIVABLE", True))


def firmness(code: str) -> str:
    """What the documents say of a guard."""
    if is_waivable(code):
        return (
            "A card can be excused by `allow:`; deckpress.toml cannot make it less than an error."
        )
    return "It cannot be waived, and deckpress.toml cannot make it less than an error."


def severity(code: str, config: Config) -> str:
    """What the deck's owner, or else the check itself, makes of the fault; a guard is an error to everybody."""
    if is_guard(code):
        return SEVERITIES[0]
    module = modules()[code]
    foreign = not config.language.lower().startswith(getattr(module, "LANGUAGE", ""))
    return config.severities.get(code, "off" if foreign else getattr(module, "SEVERITY", "error"))


def on_page(page: Page, config: Config) -> Page:
    """The page with everything that can be said of its cards one by one, and what the parser saw."""
    problems = [
        _problem(fault.code, fault, config)
        for fault in page.faults
        if severity(fault.code, config) != "off"
    ]
    active = _active("check_card", config)
    for card in page.cards:  # card by card, since the checks share what `prose` has just read of it
        for code, check, given in active:
            for fault in check(
                card, given
            ):  # no generator around it: half a million would cost more than the checks
                if not _waived(code, card):
                    problems.append(_problem(code, fault, config))
    owner = _Owners([page])
    found = (
        (code, fault)
        for code, check, given in _active("check_page", config)
        for fault in check(page, given)
    )
    problems += (
        _problem(code, fault, config)
        for code, fault in found
        if not _waived(code, owner.card(fault.span))
    )
    gathered = tuple(
        (code, tuple([get(c, given) for c in page.cards]))
        for code, get, given in _active("gather", config)
    )
    questions = tuple(map(similarity.question, page.cards))
    return page._replace(problems=tuple(problems), questions=questions, gathered=gathered)


def _active(
    function: str, config: Config
) -> list[tuple[str, Callable[..., Any], Mapping[str, Any]]]:
    """Code, function and options of each check that has such a function and is not off."""
    return [
        (code, f, options(code, config))
        for code, f in _having(function)
        if severity(code, config) != "off"
    ]


@functools.cache
def _having(function: str) -> list[tuple[str, Callable[..., Any]]]:
    """Code and function of each check that has such a function."""
    return [
        (code, getattr(module, function))
        for code, module in modules().items()
        if hasattr(module, function)
    ]


def on_deck(deck: Deck, config: Config) -> list[Problem]:
    """Everything that takes more than one card to see."""
    problems = [
        _problem(fault.code, fault, config)
        for fault in deck.faults
        if severity(fault.code, config) != "off"
    ]
    owner = _Owners(deck.pages)
    found = (
        (code, fault)
        for code, _, given in _active("check", config)
        for fault in _faults(code, deck, given)
    )
    wanted = ((code, fault) for code, fault in found if not _waived(code, owner.card(fault.span)))
    problems += (_problem(fault.code or code, fault, config) for code, fault in wanted)
    return [*problems, *_bad_options(config)]


def _faults(code: str, deck: Deck, given: Mapping[str, Any]) -> list[Fault]:
    """What a check of the whole deck finds; if it takes far longer than for an honest deck, just that."""
    cards = sum(len(page.cards) for page in deck.pages)
    try:
        with at_most(SECONDS + cards * SECONDS_A_CARD):
            return [*_found(code, deck, given)]
    except TooLong:
        return [Fault(Span("content"), f"{code} takes far too long", _SLOW, code="takes-too-long")]


def _found(code: str, deck: Deck, given: Mapping[str, Any]) -> Iterator[Fault]:
    module = modules()[code]
    if hasattr(module, "gather"):
        known = ((page, dict(page.gathered).get(code)) for page in deck.pages)
        gathered = [
            v
            for page, values in known
            for v in values or (module.gather(card, given) for card in page.cards)
        ]
        yield from module.check(deck, given, gathered)
    else:
        yield from module.check(deck, given)


def run(deck: Deck, config: Config) -> list[Problem]:
    """All problems of the deck, sorted by place, each once."""
    return sorted({p for page in deck.pages for p in page.problems} | set(on_deck(deck, config)))


def _problem(code: str, fault: Fault, config: Config) -> Problem:
    fix = fault.fix or modules()[code].FIX
    weight = max(severity(code, config), fault.severity or SEVERITIES[0], key=SEVERITIES.index)
    return Problem(fault.span, code, fault.message, weight, fix, fault.related)


def _waived(code: str, card: Card | None) -> bool:
    return card is not None and code in card.listed("allow") and is_waivable(code)


def options(code: str, config: Config) -> Mapping[str, Any]:
    """What deckpress.toml sets for a check, over the check's own defaults; what it cannot be does not count."""
    own: Mapping[str, Any] = getattr(modules()[code], "OPTIONS", {})
    given = config.options.get(code, {})
    usable = {key: value for key, value in given.items() if not _wrong_option(code, key, value)[0]}
    return {**own, **usable}


def settings(config: Config) -> tuple[tuple[str, str], ...]:
    """Each check with its severity, and each of its options with its value, as text; sorted."""
    found = [(code, severity(code, config)) for code in modules()]
    found += [
        (f"{code} {key}", str(v)) for code in modules() for key, v in options(code, config).items()
    ]
    return tuple(sorted(found))


def _fits(value: Any, default: Any) -> bool:
    """Whether an option has the type of its default; a list holds texts."""
    return type(value) is type(default) and (
        type(value) is not list or all(isinstance(item, str) for item in value)
    )


def _bad_options(config: Config) -> Iterator[Problem]:
    """Unknown checks, severities that no guard has, and options that cannot be."""
    for code in sorted({*config.severities, *config.options} - {*modules()}):
        fix = suggest(code, modules()) or "remove it; `checks` lists all that there are"
        yield _config_problem(config, code, f"unknown check {code!r}", fix)
    yield from _lowered_guards(config)
    for code in sorted({*config.options} & {*modules()}):
        for key, value in sorted(config.options[code].items()):
            message, fix = _wrong_option(code, key, value)
            if message:
                yield _config_problem(config, key, message, fix, code)


def _wrong_option(code: str, key: str, value: Any) -> tuple[str, str]:
    """What is wrong with an option and what to do, or two empty strings; a wrong type is as bad as a wrong name."""
    known: Mapping[str, Any] = getattr(modules()[code], "OPTIONS", {})
    if key not in known:
        fix = suggest(key, known) if known else "remove it: this check has no options"
        return f"unknown option {key!r} of {code}", fix
    if not _fits(value, known[key]):
        return (
            f"option {key!r} of {code} has the wrong type",
            f"write {_TYPES.get(type(known[key]), 'text')}",
        )
    limits: Mapping[str, tuple[int, int]] = getattr(modules()[code], "LIMITS", {})
    if key in limits and not limits[key][0] <= value <= limits[key][1]:
        least, most = limits[key]
        return (
            f"option {key!r} of {code} cannot be {value:,}",
            f"write a number from {least:,} to {most:,}",
        )
    return "", ""


def _lowered_guards(config: Config) -> Iterator[Problem]:
    for code, wanted in sorted(config.severities.items()):
        if code in modules() and wanted != SEVERITIES[0] and is_guard(code):
            message = f"{code} is an error in every deck: it cannot be {wanted!r}"
            fix = f"remove this line, and mend what the check reports (`explain {code}`)"
            yield _config_problem(config, code, message, fix, "severity")


def _config_problem(config: Config, word: str, message: str, fix: str, code: str = "") -> Problem:
    """A problem at a key of deckpress.toml; with the name of a table of `[checks]`, at the key in that table."""
    lines = files.read(config.root / FILE, config.root).decode("utf-8-sig", "replace").split("\n")
    # What it looks like: `word =`, `"word" =`, `severity.word =`, `severity = { word =`, `[checks.word]`; no comment.
    whole = re.compile(rf"^[^#]*?(?<![\w-])(?P<key>{re.escape(word)})(?![\w-])[\"']?\s*[=\].]")
    top = next(
        (i for i, line in enumerate(lines) if code and line.strip().startswith(f"[checks.{code}]")),
        0,
    )
    places = ((i, m) for i, line in enumerate(lines[top:], top) if (m := whole.search(line)))
    row, found = next(places, (0, None))
    return Problem(
        Span(FILE, row + 1, found.start("key") + 1 if found else 1), "bad-config", message, fix=fix
    )


class _Owners:
    """Finds the card in which a place lies."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.cards = {page.path: page.cards for page in pages}

    def card(self, span: Span) -> Card | None:
        index = (
            bisect_right(self.cards.get(span.path, ()), span.line, key=lambda card: card.span.line)
            - 1
        )
        return self.cards[span.path][index] if index >= 0 else None
