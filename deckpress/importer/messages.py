"""What an import says: a line for each place that was not taken, each problem, and a summary; or
JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from deckpress.importer.harvest import Found, Harvest, Skipped
from deckpress.importer.plan import Plan
from deckpress.model import Problem, printable


def text(harvests: Sequence[Harvest], plan: Plan, root: Path, written: Collection[Path]) -> str:
    """For people; `written` is empty on a dry run."""
    skipped = sorted(_all_skipped(harvests), key=_place) + sorted(plan.skipped, key=_place)
    lines = [_skipped(path, row) for path, row in skipped]
    for problem in sorted(plan.problems):
        if problem.severity != "error":
            lines += _problem(problem)
    lines += [f"{harvest.path}: {_summary(harvest)}" for harvest in harvests]
    counts = [f"{count} {what}" for what, count in sorted(plan.counts.items())]
    is_dry = not written and (plan.texts or plan.updates)
    lines.append(f"{'would be: ' if is_dry else ''}{', '.join(counts) or 'no cards'}")
    lines += [str(path.relative_to(root)) for path in sorted(written)]
    return "\n".join(map(printable, lines))


def _all_skipped(harvests: Sequence[Harvest]) -> Iterator[tuple[str, Skipped]]:
    """`(path of the source, what was skipped in it)`."""
    for harvest in harvests:
        for row in harvest.skipped:
            yield harvest.path, row


def _place(row: tuple[str, Skipped]) -> tuple[str, int]:
    path, skipped = row
    return path, skipped.line


def _skipped(path: str, row: Skipped) -> str:
    end = f" (to line {row.last})" if row.last > row.line else ""
    return f"{path}:{row.line}: skipped, {row.reason}{end}{': ' if row.text else ''}{row.text}"


def _problem(problem: Problem) -> tuple[str, str]:
    head = f"{problem.span}: {problem.severity}: {problem.message} [{problem.code}]"
    return head, f"    fix: {problem.fix}"


def _summary(harvest: Harvest) -> str:
    """How many questions were seen, and how many of them are not whole."""
    codes = Counter(problem.code for card in harvest.cards for problem in card.problems)
    dialects = Counter(card.dialect for card in harvest.cards)
    seen = ", ".join(f"{count} {name}" for name, count in sorted(dialects.items()))
    said = [f"{len(harvest.cards)} questions" + (f" ({seen})" if seen else "")]
    said += [f"{count} {code}" for code, count in sorted(codes.items())]
    return ", ".join([*said, f"{len(harvest.skipped)} other places skipped"])


def as_json(harvests: Sequence[Harvest], plan: Plan) -> str:
    """One object: `cards`, and `skipped` with everything that did not become one."""
    cards = [_card(card) for harvest in harvests for card in harvest.cards]
    rows = [*_all_skipped(harvests), *plan.skipped]
    rows += [
        (p.span.path, Skipped(p.span.line, p.message))
        for p in plan.problems
        if p.severity == "error"
    ]
    skipped = [
        {
            "path": path,
            "line": row.line,
            "last_line": row.last or row.line,
            "reason": row.reason,
            "text": row.text,
        }
        for path, row in rows
    ]
    return json.dumps({"cards": cards, "skipped": skipped}, indent=2, ensure_ascii=False)


def _card(card: Found) -> dict[str, Any]:
    return {
        "question": card.question,
        "answer": card.answer,
        "analogy": card.analogy or None,
        "application": card.application or None,
        "sources": [
            line.strip().removeprefix("- ").strip()
            for line in card.sources.split("\n")
            if line.strip()
        ],
        "choices": [{"text": choice.text, "right": choice.right} for choice in card.choices],
        "line": card.line,
        "dialect": card.dialect,
        "problems": [
            {"code": p.code, "message": p.message, "severity": p.severity, "line": p.span.line}
            for p in card.problems
        ],
    }
