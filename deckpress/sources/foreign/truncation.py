"""Answers that break off: the last of a run that stops without a full stop, while its neighbours do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.model import Problem, Span
from deckpress.sources.foreign.found import Found
from deckpress.sources.foreign.page import Head

_STOP = re.compile(r"""[.!?…:;。！？]["'”’»)\]*_`]*$|[)\]`|>}$"”*_]$|[^\x00-\x7f]$|\d$""")


def _truncated(
    view: Page, heads: Sequence[Head], ends: Sequence[int], below: Sequence[bodies.Body], cards: list[Found]
) -> list[Found]:
    """Mark the last answer of a run if it stops without a full stop, while the others of its form do not."""
    stops: dict[str, list[bool]] = defaultdict(list)
    for head, card in zip(heads, cards, strict=True):
        if _is_prose(card.answer):
            stops[head.form].append(bool(_STOP.search(card.answer)))
    out = []
    for i, (head, card) in enumerate(zip(heads, cards, strict=True)):
        last = i + 1 == len(heads) or heads[i + 1].form != head.form
        usual = stops[head.form]
        cut = (
            last
            and len(usual) > 2
            and _is_prose(card.answer)
            and not _STOP.search(card.answer)
            and sum(usual) >= 0.8 * (len(usual) - 1)
        )
        cut = cut or (i + 1 == len(heads) and _open_fence(card.answer))
        out.append(_as_truncated(view, card, ends[i]) if cut else card)
    return out


def _is_prose(answer: str) -> bool:
    line = answer.rstrip().split("\n")[-1].strip()
    return (
        len(line.split()) > 5 and not line.startswith(("|", "-", "*", "`", "!", "<")) and not re.match(r"\d+[.)]", line)
    )


def _open_fence(answer: str) -> bool:
    return sum(1 for line in answer.split("\n") if line.lstrip().startswith("```")) % 2 == 1


def _as_truncated(view: Page, card: Found, end: int) -> Found:
    span = Span(view.path, card.line)
    problem = Problem(
        span,
        "truncated",
        "the answer stops in the middle of a sentence",
        "warning",
        "finish it; until then the card is a draft",
    )
    return replace(card, draft=True, problems=(*card.problems, problem))

