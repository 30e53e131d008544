"""A question and its body -> a card: which lines are question, options, answer, analogy, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.harvest import UNANSWERED, Choice, Found
from deckpress.importer.reading import option_lists, question_labels, right_options, stretches
from deckpress.importer.reading.card_body import Body, Cut
from deckpress.importer.reading.indents import without_marker
from deckpress.importer.reading.page import NO_HEADING, Head, Page
from deckpress.importer.reading.right_options import Option
from deckpress.importer.reading.title import unwrapped
from deckpress.model.refused import problem

_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:(?:answers? )?(?:to be (?:completed|done|added|answered|continued)|todo|tbd|tba|wip|"
    r"coming soon|in progress)|answer here|"
    r"(?:add|put|write|insert) (?:your |an )?answer(?: here)?|no answer(?: yet)?|"
    r"not (?:yet )?answered(?: yet)?|unanswered|n/?a|your answer here|pending)[\W_]*$|^[\W_]*$",
    re.IGNORECASE,
)


_ABOUT_CODE = re.compile(
    r"^(?!write|how|implement|create|give|show)(?:.*\b(?:output|prints?|printed|logged|logs?|results?|returns?|snippets?|"
    r"following|below|above|wrong|happens?|this|these)\b.*|.*[:：])$",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = re.compile(r"\bvalues? of `([^`]+)`", re.IGNORECASE)
_ONLY_QUESTIONS = re.compile(
    r"(?:[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+[^\n]*[?？؟][*_]{0,3}\s*(?:\n|\Z))+"
)
_ONLY_CODE = re.compile(r"^(`{3,}|~{3,})(?:(?!^\1).)*^\1[`~]*\s*\Z", re.DOTALL | re.MULTILINE)


def card(page: Page, head: Head, body: Body, marked: bool, quiz: bool) -> Found:
    """The card; `marked` says that answers to questions of this form have labels, `quiz` that most have options."""
    first = _first_answer(body, head, marked)
    limit = first.row if first else len(body.lines)
    options = option_lists.options(body, limit)
    cut = stretches.stretches(body, first, bool(options))
    if first and not options:
        options = option_lists.plain_options(body, limit)
    parts = {
        part: stretches.joined(body, cut, part)
        for part in ("answer", "analogy", "application", "sources", "hint")
    }
    below = parts["answer"] if first else _below(body, cut, options)
    picked, left = _picked(options, parts["answer"], below, quiz)
    if picked:
        parts["answer"] = left
    end = limit if first else (options[-1].end if picked else 0)
    others = [(option.row, option.end) for option in options if picked]
    question = _question(
        head, body, [*others, *((s.start, s.end) for s in cut if s.part == "hint")], end
    )
    if not question and not picked and not first:
        question, _, parts["answer"] = parts["answer"].partition("\n\n")
    if not picked and not first and _is_shown(question, parts["answer"]):
        question, parts["answer"] = f"{question}\n\n{parts['answer']}", ""
    return _found(page, head, question, parts, picked)


def _is_shown(question: str, answer: str) -> bool:
    """Whether an answer is nothing but the code that the question asks about, or a list of further questions."""
    value = _VALUE.search(question)
    about = bool(_ABOUT_CODE.search(question)) or bool(value and value[1] in answer)
    return (about and bool(_ONLY_CODE.match(answer))) or bool(_ONLY_QUESTIONS.fullmatch(answer))


def _first_answer(body: Body, head: Head, marked: bool) -> Cut | None:
    cuts = [cut for cut in body.cuts if cut.part in ("answer", "key")]
    if not cuts:
        return next(
            (cut for cut in body.cuts if cut.part == "output" and _shows_code(head, body, cut)),
            None,
        )
    if head.answered:
        return None
    filled = next(
        (row for row, line in enumerate(body.lines) if line.strip() and row not in body.noise), 0
    )
    opening = {block.end for block in body.blocks if block.kind == "open" and block.start <= filled}
    near = cuts[0].row <= filled or any(cuts[0].row <= end + 3 for end in opening)
    return cuts[0] if marked or near or not head.text or cuts[0].part == "key" else None


def _shows_code(head: Head, body: Body, cut: Cut) -> bool:
    """Whether a question asks about code, and nothing but that code stands above its output."""
    above = body.text(0, cut.row)
    text, above = (head.text, above) if head.text else above.partition("\n\n")[::2]
    return bool(_ABOUT_CODE.search(text)) and bool(_ONLY_CODE.match(above))


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
        head.rank == NO_HEADING
        and body.lines
        and body.lines[0].strip()
        and more.startswith(body.lines[0].strip())
    )
    return f"{head.text}\n{more}" if touching else f"{head.text}\n\n{more}".strip()


def _below(body: Body, cut: Sequence[stretches.Stretch], options: Sequence[Option]) -> str:
    """The answer's text behind the options."""
    row = options[-1].end if options else 0
    behind = [
        replace(s, start=max(s.start, row), skip=0 if s.start < row else s.skip)
        for s in cut
        if s.end > row
    ]
    return stretches.joined(body, behind, "answer")


def _picked(
    options: Sequence[Option], answer: str, below: str, quiz: bool
) -> tuple[tuple[Choice, ...], str]:
    """The choices and the answer without them; options of which none is right are choices only in a quiz."""
    if not options:
        return (), answer
    found, left = right_options.decided(options, below)
    if any(choice.right for choice in found):
        return found, _without_label(left)
    return (found, below) if quiz else ((), answer)


def _without_label(text: str) -> str:
    """An explanation without its own label."""
    found = question_labels.part_label(text)
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
    return "\n".join(
        f"- {paragraph}".replace("\n", "\n  ") for paragraph in re.split(r"\n{2,}", text)
    )


def _found(
    page: Page, head: Head, question: str, parts: dict[str, str], picked: tuple[Choice, ...]
) -> Found:
    line = page.text.number(head.row)
    answer = "" if _PLACEHOLDER.match(parts["answer"]) else _single(parts["answer"])
    right = "\n\n".join(choice.text for choice in picked if choice.right)
    problems = []
    if not right and (picked or not answer):
        problems.append(
            problem(page.path, line, "no-answer", "a question without an answer", UNANSWERED)
        )
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
