"""A question and its body -> a card: which lines are question, options, answer, analogy, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckpress.sources.foreign import choices, words
from deckpress.sources.foreign.blocks import without_marker
from deckpress.sources.foreign.body import Body, Cut
from deckpress.sources.foreign.found import UNANSWERED, Choice, Found, problem
from deckpress.sources.foreign.page import NO_HEADING, Head, Page, unwrapped
from deckpress.sources.foreign.vocabulary import EXAMPLE_NAMES

_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:(?:answers? )?(?:to be (?:completed|done|added|answered|continued)|todo|tbd|tba|wip|"
    r"coming soon|in progress)|answer here|"
    r"(?:add|put|write|insert) (?:your |an )?answer(?: here)?|no answer(?: yet)?|"
    r"not (?:yet )?answered(?: yet)?|unanswered|n/?a|your answer here|pending)[\W_]*$|^[\W_]*$",
    re.IGNORECASE,
)


_EXAMPLE = re.compile(rf"^(?:{EXAMPLE_NAMES})$", re.IGNORECASE)
_ABOUT_CODE = re.compile(
    r"^(?!write|how|implement|create|give|show)(?:.*\b(?:output|prints?|printed|logged|logs?|results?|returns?|snippets?|"
    r"following|below|above|wrong|happens?|this|these)\b.*|.*[:：])$",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_CODE = re.compile(r"^(`{3,}|~{3,})(?:(?!^\1).)*^\1[`~]*\s*\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of a body that are one part."""

    part: str
    start: int
    end: int
    skip: int = 0
    width: int = 0


def card(page: Page, head: Head, body: Body, marked: bool, quiz: bool) -> Found:
    """The card; `marked` says that answers to questions of this form have labels, `quiz` that most have options."""
    first = _first_answer(body, head, marked)
    limit = first.row if first else len(body.lines)
    options = choices.options(body, limit)
    stretches = _stretches(body, first, bool(options))
    if first and not options:
        options = choices.plain_options(body, limit)
    parts = {part: _joined(body, stretches, part) for part in ("answer", "analogy", "application", "sources", "hint")}
    below = parts["answer"] if first else _below(body, stretches, options)
    picked, left = _picked(options, parts["answer"], below, quiz)
    if picked:
        parts["answer"] = left
    end = limit if first else (options[-1].end if picked else 0)
    others = [(option.row, option.end) for option in options if picked]
    question = _question(head, body, [*others, *((s.start, s.end) for s in stretches if s.part == "hint")], end)
    if not question and not picked and not first:
        question, _, parts["answer"] = parts["answer"].partition("\n\n")
    if not picked and not first and _is_shown(question, parts["answer"]):
        question, parts["answer"] = f"{question}\n\n{parts['answer']}", ""
    return _found(page, head, question, parts, picked)


def _is_shown(question: str, answer: str) -> bool:
    """Whether an answer is nothing but the code that the question asks about."""
    return bool(_ABOUT_CODE.search(question)) and bool(_ONLY_CODE.match(answer))


def _first_answer(body: Body, head: Head, marked: bool) -> Cut | None:
    cuts = [cut for cut in body.cuts if cut.part in ("answer", "key")]
    if not cuts and _ABOUT_CODE.search(head.text):
        cuts = [cut for cut in body.cuts if cut.part == "output" and _ONLY_CODE.match(body.text(0, cut.row))]
        return cuts[0] if cuts else None
    if not cuts or head.answered:
        return None
    filled = next((row for row, line in enumerate(body.lines) if line.strip() and row not in body.noise), 0)
    opening = {block.end for block in body.blocks if block.kind == "open" and block.start <= filled}
    near = cuts[0].row <= filled or any(cuts[0].row <= end + 3 for end in opening)
    return cuts[0] if marked or near or not head.text or cuts[0].part == "key" else None


def _question(head: Head, body: Body, others: Sequence[tuple[int, int]], end: int) -> str:
    """The question with what stands above row `end` and in no other part."""
    texts, row = [], 0
    for start, until in [*sorted(others), (end, end)]:
        texts += [body.text(row, min(start, end))] if row < min(start, end) else []
        row = max(row, until)
    more = "\n\n".join(text for text in texts if text)
    if not head.text:
        own, *rest = more.split("\n\n")
        return "\n\n".join([unwrapped(own), *rest])
    touching = (
        head.rank == NO_HEADING and body.lines and body.lines[0].strip() and more.startswith(body.lines[0].strip())
    )
    return f"{head.text}\n{more}" if touching else f"{head.text}\n\n{more}".strip()


# --- parts ------------------------------------------------------------------------------------------------------


def _stretches(body: Body, first: Cut | None, chosen: bool) -> list[Stretch]:
    """The body cut at its labels; what follows a labelled paragraph is the answer again."""
    cuts = [cut for cut in body.cuts if _counts(body, cut, first, chosen)]
    out: list[Stretch] = []
    if not first:
        out.append(Stretch("answer", 0, cuts[0].row if cuts else len(body.lines)))
    for cut, following in zip(cuts, [*cuts[1:], None], strict=False):
        end = following.row if following else len(body.lines)
        part = "answer" if cut.part in ("key", "explanation", "output") else cut.part
        own = end
        if part in ("analogy", "application", "hint"):
            own = min(end, _own_end(body, cut))
        out.append(Stretch(part, cut.row, own, cut.skip, cut.width))
        if own < end and not (first and cut.row < first.row):
            out.append(Stretch("answer", own, end, 0, cut.width))
    return out


def _own_end(body: Body, cut: Cut) -> int:
    """The row behind what a label names: its paragraph; if it stands alone, its list item, or up to a heading."""
    block = body.blocks[cut.index]
    if not cut.bare or block.depth:
        return block.scope if cut.bare else block.end
    if block.kind == "summary":
        return next((b.start for b in body.blocks[cut.index :] if b.kind == "close"), len(body.lines))
    level = block.level if block.kind == "heading" else 6
    below = body.blocks[cut.index + 1 :]
    return next((b.start for b in below if b.kind == "heading" and b.level <= level), len(body.lines))


def _counts(body: Body, cut: Cut, first: Cut | None, chosen: bool) -> bool:
    """Whether a label begins a part here, and is not just a word in an answer."""
    if cut.part in ("answer", "key"):
        return first is not None and cut.row >= first.row
    if cut.part == "output":
        return cut is first
    if first and cut.row < first.row:
        return cut.part == "hint"
    if cut.part == "explanation":
        return chosen
    if cut.part == "application":
        return (cut.bare and not _EXAMPLE.match(cut.name)) or (not cut.bare and _ends_here(body, cut))
    if cut.part == "sources":
        return _only_links(body, cut)
    return True


def _ends_here(body: Body, cut: Cut) -> bool:
    """Whether nothing but other labelled parts follows."""
    rest = [b for b in body.blocks[cut.index + 1 :] if b.kind != "rule" and b.start not in body.noise]
    return not rest or any(other.index == body.blocks.index(rest[0]) and other.row > cut.row for other in body.cuts)


def _only_links(body: Body, cut: Cut) -> bool:
    """Whether a list of sources runs to the end of the body, or to the next label."""
    following = next((c.row for c in body.cuts if c.row > cut.row), len(body.lines))
    blocks = [b for b in body.blocks[cut.index + 1 :] if b.start < following and b.start not in body.noise]
    texts = [b for b in blocks if b.kind in ("paragraph", "code", "heading", "table")]
    own = body.lines[cut.row][cut.skip :]
    if not texts:
        return not cut.bare and (bool(re.search(r"https?:|\]\(", own)) or len(own.split()) < 25)
    return all(b.kind == "paragraph" and (b.depth or "](" in b.text or "http" in b.text) for b in texts)


def _joined(body: Body, stretches: Sequence[Stretch], part: str) -> str:
    texts = [body.text(s.start, s.end, s.skip, s.width) for s in stretches if s.part == part]
    return "\n\n".join(text for text in texts if text)


def _below(body: Body, stretches: Sequence[Stretch], options: Sequence[choices.Option]) -> str:
    """The answer's text behind the options."""
    row = options[-1].end if options else 0
    behind = [
        replace(s, start=max(s.start, row), skip=0 if s.start < row else s.skip) for s in stretches if s.end > row
    ]
    return _joined(body, behind, "answer")


def _picked(options: Sequence[choices.Option], answer: str, below: str, quiz: bool) -> tuple[tuple[Choice, ...], str]:
    """The choices and the answer without them; options of which none is right are choices only in a quiz."""
    found, left = choices.decided(options, below)
    if any(choice.right for choice in found):
        return found, _without_label(left)
    return (found, below) if quiz else ((), answer)


def _without_label(text: str) -> str:
    """An explanation without its own label."""
    found = words.part_label(text)
    return text[found[1].end() :] if found and found[0] == "explanation" else text


def _single(answer: str) -> str:
    """An answer that is one list item, without the list."""
    first, *rest = answer.split("\n")
    found = re.match(r"^[-*+]\s+(?=\S)(?!\[[ xX]\])", first)
    if not found or any(line.strip() and not line.startswith("  ") for line in rest):
        return answer
    return "\n".join([first[found.end() :], *(without_marker(line, found.end()) for line in rest)])


# --- the card ---------------------------------------------------------------------------------------------------


def _as_list(text: str) -> str:
    """Sources as a list, one paragraph each, unless they are one."""
    if re.search(r"^(?:[-*+]|\d+[.)])\s", text, re.MULTILINE) or not text:
        return text
    return "\n".join(f"- {paragraph}".replace("\n", "\n  ") for paragraph in re.split(r"\n{2,}", text))


def _found(page: Page, head: Head, question: str, parts: dict[str, str], picked: tuple[Choice, ...]) -> Found:
    line = page.text.number(head.row)
    answer = "" if _PLACEHOLDER.match(parts["answer"]) else _single(parts["answer"])
    right = "\n\n".join(choice.text for choice in picked if choice.right)
    problems = []
    if not right and (picked or not answer):
        problems.append(problem(page.path, line, "no-answer", "a question without an answer", UNANSWERED))
    return Found(
        question.strip(),
        "\n\n".join(text for text in (right, answer) if text),
        line,
        head.dialect,
        parts["analogy"],
        parts["application"],
        "\n".join(text for text in (_as_list(parts["sources"]), head.sources) if text),
        parts["hint"],
        choices=picked,
        level=head.level,
        kind="choice" if picked else head.kind,
        draft=bool(problems),
        problems=tuple(problems),
    )
