"""A question and its body -> a card: which lines are question, options, answer, analogy,
sources."""

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

PARTS = ("answer", "analogy", "application", "sources", "hint")

# "TODO", "Answer: coming soon", "…"
_PLACEHOLDER = re.compile(
    r"""
    ^[\W_]*(?:(?:answers?\ )?(?:to\ be\ (?:completed|done|added|answered|continued)
    |todo|tbd|tba|wip|coming\ soon|in\ progress)|answer\ here|(?:add|put|write
    |insert)\ (?:your\ |an\ )?answer(?:\ here)?|no\ answer(?:\ yet)?|not\ (?:yet\ )?answered(?:
    \ yet)?|unanswered|n/?a|your\ answer\ here|pending)[\W_]*$
    |^[\W_]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


# "What does this print?", "What is the output of the snippet:"
_ABOUT_CODE = re.compile(
    r"""
    ^(?!write|how|implement|create|give|show)(?:.*\b(?:output|prints?|printed
    |logged|logs?|results?|returns?|snippets?|following|below|above|wrong|happens?
    |this|these)\b.*|.*[:：])$
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# "What is the value of `x`?"
_VALUE = re.compile(r"\bvalues? of `([^`]+)`", re.IGNORECASE)
# "- What is it?\n- Why?"
_ONLY_QUESTIONS = re.compile(
    r"""
    (?:[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+[^\n]*[?？؟][*_]{0,3}\s*(?:\n|\Z))+
    """,
    re.VERBOSE,
)
# One fence and nothing behind it
_ONLY_CODE = re.compile(r"^(`{3,}|~{3,})(?:(?!^\1).)*^\1[`~]*\s*\Z", re.DOTALL | re.MULTILINE)


def card(page: Page, head: Head, body: Body, marked: bool, quiz: bool) -> Found:
    """The card; `marked` says that answers to questions of this form have labels, `quiz` that most
    have options."""
    first = _first_answer(body, head, marked)
    limit = first.row if first else len(body.lines)
    options = option_lists.options(body, limit)
    cut = stretches.stretches(body, first, bool(options))
    if first and not options:
        options = option_lists.plain_options(body, limit)
    parts = {part: stretches.joined(body, cut, part) for part in PARTS}
    below = parts["answer"] if first else _below(body, cut, options)
    choices, parts["answer"] = _choices(options, parts["answer"], below, quiz)
    others = [(hint.start, hint.end) for hint in cut if hint.part == "hint"]
    if choices:
        others += [(option.row, option.end) for option in options]
    if first or choices:
        end = limit if first else options[-1].end
        question = _question(head, body, others, end)
    else:
        question, parts["answer"] = _shared(_question(head, body, others, 0), parts["answer"])
    return _found(page, head, question, parts, choices)


def _shared(question: str, answer: str) -> tuple[str, str]:
    """A question and an answer that no label parts: what of the text is the question's."""
    if not question:
        question, _, answer = answer.partition("\n\n")
    if _is_shown(question, answer):
        return f"{question}\n\n{answer}", ""
    return question, answer


def _is_shown(question: str, answer: str) -> bool:
    """Whether an answer is nothing but the code that the question asks about, or a list of further
    questions."""
    value = _VALUE.search(question)
    about = bool(_ABOUT_CODE.search(question)) or bool(value and value[1] in answer)
    return (about and bool(_ONLY_CODE.match(answer))) or bool(_ONLY_QUESTIONS.fullmatch(answer))


def _first_answer(body: Body, head: Head, marked: bool) -> Cut | None:
    """The label that opens the answer; deeper in a text, `answer:` is just a word."""
    labels = [cut for cut in body.cuts if cut.part in ("answer", "key")]
    if not labels:
        return _first_output(body, head)
    first = labels[0]
    if head.answered:
        return None
    if marked or not head.text or first.part == "key" or _is_near(body, first):
        return first
    return None


def _first_output(body: Body, head: Head) -> Cut | None:
    """`Output:` opens the answer to a question about code."""
    for cut in body.cuts:
        if cut.part == "output" and _shows_code(head, body, cut):
            return cut
    return None


def _is_near(body: Body, cut: Cut) -> bool:
    """Whether a label stands at the top of a body, or of what is folded there."""
    rows = (row for row, line in enumerate(body.lines) if line.strip())
    filled = next((row for row in rows if row not in body.noise), 0)
    if cut.row <= filled:
        return True
    folds = [block for block in body.blocks if block.kind == "open" and block.start <= filled]
    return any(cut.row <= block.end + 3 for block in folds)


def _shows_code(head: Head, body: Body, cut: Cut) -> bool:
    """Whether a question asks about code, and nothing but that code stands above its output."""
    above = body.text(0, cut.row)
    text, above = (head.text, above) if head.text else above.partition("\n\n")[::2]
    return bool(_ABOUT_CODE.search(text)) and bool(_ONLY_CODE.match(above))


def _question(head: Head, body: Body, others: Sequence[tuple[int, int]], end: int) -> str:
    """The question with what stands above row `end` and in no other part."""
    texts, row = list[str](), 0
    for start, until in [*sorted(others), (end, end)]:
        if row < min(start, end):
            texts.append(body.text(row, min(start, end)))
        row = max(row, until)
    more = "\n\n".join(text for text in texts if text)
    if not head.text:
        own, *rest = more.split("\n\n")
        return "\n\n".join([unwrapped(own), *rest])
    # The second line of the question's own paragraph.
    below = body.lines[0].strip() if body.lines and head.rank == NO_HEADING else ""
    touching = below and more.startswith(below)
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


def _choices(
    options: Sequence[Option], answer: str, below: str, quiz: bool
) -> tuple[tuple[Choice, ...], str]:
    """The choices and the answer without them; options of which none is right are choices only in a
    quiz."""
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


# --- the card -------------------------------------------------------------------------------------


def _as_list(text: str) -> str:
    """Sources as a list, one paragraph each, unless they are one."""
    if re.search(r"^(?:[-*+]|\d+[.)])\s", text, re.MULTILINE) or not text:
        return text
    return "\n".join(
        f"- {paragraph}".replace("\n", "\n  ") for paragraph in re.split(r"\n{2,}", text)
    )


def _found(
    page: Page, head: Head, question: str, parts: dict[str, str], choices: tuple[Choice, ...]
) -> Found:
    line = page.text.number(head.row)
    answer = "" if _PLACEHOLDER.match(parts["answer"]) else _single(parts["answer"])
    right = _joined("\n\n", *(choice.text for choice in choices if choice.right))
    is_open = not right and (bool(choices) or not answer)
    unanswered = problem(page.path, line, "no-answer", "a question without an answer", UNANSWERED)
    return Found(
        question.strip(),
        _joined("\n\n", right, answer),
        line,
        head.dialect,
        parts["analogy"],
        parts["application"],
        _joined("\n", _as_list(parts["sources"]), head.sources),
        parts["hint"],
        choices=choices,
        level=head.level,
        kind="choice" if choices else head.kind,
        draft=is_open,
        problems=(unanswered,) if is_open else (),
    )


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in texts if text)
