"""Answers that break off: the last of a run that stops without a full stop, while its neighbours do
not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.harvest import Found
from deckpress.importer.reading.page import Head
from deckpress.model.refused import problem

USUAL = 0.8
"""The share of the other answers that must end with a full stop."""

# "end.", "end.)", "`code`", "终", "3": how a text ends that was not cut off
_STOP = re.compile(r"""[.!?…:;。！？]["'”’»)\]*_`]*$|[)\]`|>}$"”*_]$|[^\x00-\x7f]$|\d$""")


def marked(path: str, heads: Sequence[Head], cards: Sequence[Found]) -> list[Found]:
    """The cards, where those whose answer breaks off are drafts with a problem."""
    stops: dict[str, list[bool]] = defaultdict(list)
    for head, card in zip(heads, cards, strict=True):
        if _is_prose(card.answer):
            stops[head.form].append(bool(_STOP.search(card.answer)))
    out = []
    for i, (head, card) in enumerate(zip(heads, cards, strict=True)):
        last = i + 1 == len(heads)
        run_ends = last or heads[i + 1].form != head.form
        cut = (run_ends and _breaks_off(card.answer, stops[head.form])) or (
            last and _open_fence(card.answer)
        )
        out.append(_draft(path, card) if cut else card)
    return out


def _breaks_off(answer: str, stops: Sequence[bool]) -> bool:
    unusual = len(stops) > 2 and sum(stops) >= USUAL * (len(stops) - 1)
    return unusual and _is_prose(answer) and not _STOP.search(answer)


def _is_prose(answer: str) -> bool:
    line = answer.rstrip().split("\n")[-1].strip()
    return len(line.split()) > 5 and not re.match(r"[|*`!<-]|\d+[.)]", line)


def _open_fence(answer: str) -> bool:
    return sum(1 for line in answer.split("\n") if line.lstrip().startswith("```")) % 2 == 1


def _draft(path: str, card: Found) -> Found:
    fix = "finish it; until then the card is a draft"
    fault = problem(
        path, card.line, "truncated", "the answer stops in the middle of a sentence", fix, "warning"
    )
    return replace(card, draft=True, problems=(*card.problems, fault))
