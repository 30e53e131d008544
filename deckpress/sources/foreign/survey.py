"""A page of any dialects -> its questions, and everything else with the reason why it is not one."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress import plugins
from deckpress.model import Problem, Span
from deckpress.sources.foreign import assemble, embedded, noise, words
from deckpress.sources.foreign import body as bodies
from deckpress.sources.foreign.blocks import Block, blocks
from deckpress.sources.foreign.found import Found, Harvest, Skipped
from deckpress.sources.foreign.lines import clean
from deckpress.sources.foreign.page import NO_HEADING, Head, Page, page

DIALECTS = "deckpress.sources.foreign.dialects"

EXCERPT = 80
"""Characters of what was skipped that a report shows."""


def read(text: str, path: str) -> Harvest:
    """All questions of a page with their parts; what is not one is in `skipped`."""
    cleaned = clean(text)
    view = page(path, cleaned, blocks(cleaned.lines))
    heads = _heads(view)
    ends = _ends(view, heads)
    below = [bodies.body(view, head, end) for head, end in zip(heads, ends, strict=True)]
    below, ends = _without_remarks(view, heads, ends, below)
    marked = _marked_forms(heads, below)
    cards = [_card(view, head, body, marked) for head, body in zip(heads, below, strict=True)]
    cards = _truncated(view, heads, ends, below, cards)
    inside = _within(view, heads, ends)
    paths = _topics(view, heads, inside)
    cards = [replace(card, topics=topics) for card, topics in zip(cards, paths, strict=True)]
    return Harvest(path, tuple(embedded.proposed(c, path) for c in cards), tuple(_skipped(view, heads, ends, inside)), title=_title(view, heads))


def _card(view: Page, head: Head, body: bodies.Body, marked: frozenset[str]) -> Found:
    if head.answered:
        body = replace(body, lines=tuple(head.rest.split("\n")), numbers=(head.rest_row,) * (head.rest.count("\n") + 1), blocks=(), cuts=(), noise=())
    return assemble.card(view, head, body, head.form in marked)


# --- which questions, and how far each reaches ------------------------------------------------------------------


def _heads(view: Page) -> list[Head]:
    heads: list[Head] = []
    modules = sorted(plugins.discover(DIALECTS).values(), key=lambda module: int(module.ORDER))
    taken: set[int] = set()
    found: list[Head] = []
    for module in modules:
        taken = _taken(view, heads) if found else taken
        free = [i for i in range(len(view.blocks)) if i not in view.reasons and i not in taken]
        found = [head for head in module.find(view, free) if head.text or head.dialect == "labels"]
        heads = sorted([*heads, *found], key=lambda head: (head.row, head.rank))
    return _without_topics(view, heads)


def _without_topics(view: Page, heads: list[Head]) -> list[Head]:
    """Without headings that have nothing below them but questions of another kind."""
    out = []
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        empty = following is not None and not any(line.strip() for line in view.lines(head.end, following.row))
        if not (empty and following is not None and head.rank < NO_HEADING and following.rank > head.rank and following.form != head.form):
            out.append(head)
    return out


def _taken(view: Page, heads: Sequence[Head]) -> set[int]:
    """The blocks that questions already have."""
    ends = _ends(view, heads)
    taken, at = set(), 0
    for head, end in zip(heads, ends, strict=True):
        at = max(0, min(at, head.index))
        while at < len(view.blocks) and view.blocks[at].start < max(end, head.end):
            if view.blocks[at].start >= head.row or at == head.index:
                taken.add(at)
            at += 1
    return taken


def _ends(view: Page, heads: Sequence[Head]) -> list[int]:
    """For each question the row behind its body: the next question, a heading that is none, or the end of its scope."""
    topic_level = _topic_level(view, heads)
    asked = {head.index for head in heads if head.rank < NO_HEADING}
    borders = [
        (b.start, b.level, b.kind == "heading" and _could_be_content(view, i))
        for i, b in enumerate(view.blocks)
        if (b.kind == "heading" and i not in asked and not _is_part(b)) or (b.kind == "paragraph" and _restarts(view, b))
    ]
    ends, at = [], 0
    last = len(view.text.lines)
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        end = min(head.scope or last, following.row if following else last)
        if 0 < head.scope < last:
            ends.append(end)
            continue
        while at < len(borders) and borders[at][0] < head.end:
            at += 1
        deepest = head.rank if head.rank < NO_HEADING else topic_level
        near = itertools.takewhile(lambda border: border[0] < end, itertools.islice(borders, at, None))  # noqa: B023
        ends.append(next((row for row, level, soft in near if level < deepest or (level == deepest and not (soft and head.numbered and head.rank < NO_HEADING))), end))
    return ends


def _could_be_content(view: Page, index: int) -> bool:
    """Whether a heading has text of its own: among numbered questions of its level it is then part of an answer."""
    following = view.following(index)
    return not noise.is_apart(view.blocks[index].text) and following is not None and following.kind not in ("heading", "open")


_FIRST = re.compile(r"^(?:\*\*|__)?\(?1[.):]\s*\S")


def _restarts(view: Page, block: Block) -> bool:
    """Whether another set of questions begins here: number 1 again, below a wide gap."""
    if block.depth > 1 or block.start < 2 or any(line.strip() for line in view.lines(block.start - 2, block.start)):
        return False
    text = view.text.lines[block.start] if block.depth else block.text
    return bool(_FIRST.match(text)) and words.like_question(block.text.split("\n")[0].rstrip("*_"))


def _is_part(block: Block) -> bool:
    return bool(words.answer_label(block.text) or words.part_label(block.text))


def _topic_level(view: Page, heads: Sequence[Head]) -> int:
    """The deepest level of the headings that stand right above questions which are no headings themselves."""
    above: list[int] = []
    level = 0
    for block in view.blocks:
        level = block.level if block.kind == "heading" else level
        above.append(level)
    return max((above[head.index] for head in heads if head.rank == NO_HEADING), default=0) or 6


def _without_remarks(
    view: Page, heads: Sequence[Head], ends: list[int], below: list[bodies.Body]
) -> tuple[list[bodies.Body], list[int]]:
    out_bodies, out_ends = [], []
    for i, (head, end, body) in enumerate(zip(heads, ends, below, strict=True)):
        closed = 0 < head.scope <= end and head.scope < len(view.text.lines)
        last = not closed and (i + 1 == len(heads) or heads[i + 1].form != head.form or end < heads[i + 1].row)
        lead = len(body.lines) - max(0, end - head.end)
        breaks = [row - head.end + lead for row in view.text.breaks if head.end <= row < end]
        cut = None if closed else bodies.remarks(body.blocks, breaks, last)
        if cut is not None and cut > lead:
            end = head.end + cut - lead
            body = bodies.body(view, head, end)
        out_bodies.append(body)
        out_ends.append(end)
    return out_bodies, out_ends


def _marked_forms(heads: Sequence[Head], below: Sequence[bodies.Body]) -> frozenset[str]:
    """The forms of which at least half the questions have a labelled answer."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for head, body in zip(heads, below, strict=True):
        counts[head.form].append(any(cut.part in ("answer", "key") for cut in body.cuts))
    return frozenset(form for form, found in counts.items() if sum(found) * 2 >= len(found))


# --- answers that break off -------------------------------------------------------------------------------------

_STOP = re.compile(r"""[.!?…:;。！？]["'”’»)\]*_`]*$|[)\]`|>}$"”*_]$|[^\x00-\x7f]$|\d$""")


def _truncated(view: Page, heads: Sequence[Head], ends: Sequence[int], below: Sequence[bodies.Body], cards: list[Found]) -> list[Found]:
    """Mark the last answer of a run if it stops without a full stop, while the others of its form do not."""
    stops: dict[str, list[bool]] = defaultdict(list)
    for head, card in zip(heads, cards, strict=True):
        if _is_prose(card.answer):
            stops[head.form].append(bool(_STOP.search(card.answer)))
    out = []
    for i, (head, card) in enumerate(zip(heads, cards, strict=True)):
        last = i + 1 == len(heads) or heads[i + 1].form != head.form
        usual = stops[head.form]
        cut = last and len(usual) > 2 and _is_prose(card.answer) and not _STOP.search(card.answer) and sum(usual) >= 0.8 * (len(usual) - 1)
        cut = cut or (i + 1 == len(heads) and _open_fence(card.answer))
        out.append(_as_truncated(view, card, ends[i]) if cut else card)
    return out


def _is_prose(answer: str) -> bool:
    line = answer.rstrip().split("\n")[-1].strip()
    return len(line.split()) > 5 and not line.startswith(("|", "-", "*", "`", "!", "<")) and not re.match(r"\d+[.)]", line)


def _open_fence(answer: str) -> bool:
    return sum(1 for line in answer.split("\n") if line.lstrip().startswith("```")) % 2 == 1


def _as_truncated(view: Page, card: Found, end: int) -> Found:
    span = Span(view.path, card.line)
    problem = Problem(span, "truncated", "the answer stops in the middle of a sentence", "warning", "finish it; until then the card is a draft")
    return replace(card, draft=True, problems=(*card.problems, problem))


# --- headings above, and what was not taken ---------------------------------------------------------------------


def _title(view: Page, heads: Sequence[Head]) -> str:
    first = next((b for b in view.blocks if b.kind == "heading"), None)
    asked = {head.row for head in heads}
    return _plain(first.text) if first and first.level == 1 and first.start not in asked else ""


def _plain(text: str) -> str:
    text = text[:1000]
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r":[a-z_]{3,}:|\s*[({\[]\s*\d+\s*(?:questions?)?\s*[)}\]]|[*_`#]|\{#.*\}|</?\w[^>]*>", "", text)
    return " ".join(re.sub(r"^[\W_]+|[\s:：]+$", "", text).split())


def _topics(view: Page, heads: Sequence[Head], inside: set[int]) -> list[tuple[str, ...]]:
    """For each question the headings above it that are no questions, outermost first, without the page's title."""
    alone = sum(1 for i, b in enumerate(view.blocks) if b.kind == "heading" and b.level == 1 and i not in inside) == 1
    path: dict[int, str] = {}
    out, at = [], 0
    for head in heads:
        while at < head.index:
            block = view.blocks[at]
            if block.kind == "heading" and at not in inside and not (block.level == 1 and alone):
                path = {level: name for level, name in path.items() if level < block.level} | {block.level: _plain(block.text)}
            at += 1
        out.append(tuple(path[level] for level in sorted(path) if path[level] and level < head.rank))
    return out


def _skipped(view: Page, heads: Sequence[Head], ends: Sequence[int], inside: set[int]) -> Iterator[Skipped]:
    first = heads[0].row if heads else len(view.text.lines)
    last = ends[-1] if ends else 0
    alone = sum(1 for b in view.blocks if b.kind == "heading" and b.level == 1) == 1
    previous: tuple[str, int] = ("", -1)
    section = ""
    for i, block in enumerate(view.blocks):
        if block.kind == "heading" and i not in inside:
            section = "about the page" if noise.is_apart(block.text) else ""
        reason = view.reasons.get(i) or ("" if i in inside else noise.outside_reason(block) or section or _place(block, first, last, alone))
        if i in inside and i not in view.reasons:
            reason = ""
        if reason and (reason, i - 1) != previous:
            yield Skipped(view.text.number(block.start), reason, _plain(block.text)[:EXCERPT])
        if reason:
            previous = (reason, i)


def _within(view: Page, heads: Sequence[Head], ends: Sequence[int]) -> set[int]:
    rows = sorted((head.row, end) for head, end in zip(heads, ends, strict=True))
    out, at = {head.index for head in heads}, 0
    for i, block in enumerate(view.blocks):
        while at < len(rows) and rows[at][1] <= block.start:
            at += 1
        if at < len(rows) and rows[at][0] <= block.start:
            out.add(i)
    return out


def _place(block: Block, first: int, last: int, alone: bool) -> str:
    if block.kind in ("heading", "open", "close", "rule"):
        return "" if block.kind != "heading" else ("title" if block.level == 1 and alone else "")
    if block.start < first:
        return "preamble"
    if block.start >= last:
        return "closing remark"
    return "preamble" if block.kind == "paragraph" and noise.is_preamble(block.text) else "not a question"
