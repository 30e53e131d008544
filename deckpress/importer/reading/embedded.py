"""Analogies and examples that are sentences of an answer: proposed as parts of their own, cut out
on request."""

from __future__ import annotations

import re
from dataclasses import replace

from deckpress.importer.harvest import Found
from deckpress.model.refused import problem

# Between "… ends." and "Another …"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“*])")
# "Think of a river …", "It is like a river …"
_ANALOGY = re.compile(
    r"""
    ^(?:This\ is\ (?:analogous|similar|like|akin)|It(?:'|’)s\ (?:like|similar\ to
    |as\ if)|It\ is\ (?:like|as\ if)|Think\ of|Imagine|Picture|Analogously|(?:A
    |One)\ (?:good\ |useful\ |simple\ )?analogy|By\ analogy|Much\ like|Just\ (?:like
    |as)|As\ an\ analogy)\b
    |\b(?:is|are)\ (?:analogous|akin)\ to\b
    |It(?:'|’)s\ like\b
    """,
    re.VERBOSE,
)
# "For example, …"
_EXAMPLE = re.compile(
    r"""
    ^(?:For\ (?:example|instance)\b|A\ (?:real-world|prime|classic|common|good
    |typical|practical)\ example\b|An\ example\b|e\.g\.)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "…, similar to a river"
_SIMILAR = re.compile(
    r"""
    ,\s+(?=(?:similar\ to|much\ like|just\ as|just\ like|akin\ to|analogous\ to)\b)
    """,
    re.VERBOSE,
)

SHORTEST = 20
"""Characters of an answer that can hold another part."""


def proposed(card: Found, path: str) -> Found:
    """The card with an `info` for each part that its answer holds unlabelled."""
    if len(card.answer) < SHORTEST:
        return card
    problems, parts = list(card.problems), _sentences(card)
    for part, code in (("analogy", "embedded-analogy"), ("application", "embedded-application")):
        text = parts[part] if not getattr(card, part) else ""
        if text:
            message = f"the answer holds an {part}: {text[:70]}"
            problems.append(
                problem(path, card.line, code, message, "import with --split, or move it by hand")
            )
    return replace(card, problems=tuple(problems)) if len(problems) > len(card.problems) else card


def split(card: Found) -> Found:
    """The card with its embedded parts in their own sections."""
    parts = _sentences(card)
    answer = parts["answer"]
    if not answer.strip():
        return card
    problems = tuple(p for p in card.problems if not p.code.startswith("embedded-"))
    analogy, application = (
        card.analogy or parts["analogy"],
        card.application or parts["application"],
    )
    if (card.analogy and parts["analogy"]) or (card.application and parts["application"]):
        return card
    return replace(card, answer=answer, analogy=analogy, application=application, problems=problems)


def _sentences(card: Found) -> dict[str, str]:
    """The answer's sentences by part; an answer with code, lists or choices is left whole."""
    whole = {"answer": card.answer, "analogy": "", "application": ""}
    if card.choices or re.search(r"^\s*(?:```|[-*+|]|\d+[.)]\s)|\n\n", card.answer, re.MULTILINE):
        return whole
    found: dict[str, list[str]] = {"answer": [], "analogy": [], "application": []}
    for sentence in _SENTENCE.split(card.answer):
        if _EXAMPLE.search(sentence):
            example, *analogy = _SIMILAR.split(sentence)
            found["application"].append(example if not analogy else f"{example}.")
            found["analogy"] += [f"{text[0].upper()}{text[1:]}" for text in analogy[-1:]]
        elif _ANALOGY.search(sentence):
            found["analogy"].append(sentence)
        else:
            kept, *analogy = _SIMILAR.split(sentence)
            found["answer"].append(kept if not analogy else f"{kept}.")
            found["analogy"] += [f"{text[0].upper()}{text[1:]}" for text in analogy[-1:]]
    return {part: " ".join(texts) for part, texts in found.items()}
