"""What the options of `check` do: which problems it reports, and the fixes that it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from deckpress import checks
from deckpress.console import baseline, filters, fixing, git_changes
from deckpress.console.terminal import Session, counted, listed_names, tell
from deckpress.model import Deck, Problem
from deckpress.system import files


def filtered(
    session: Session,
    problems: Sequence[Problem],
    deck: Deck,
    paths: Sequence[Path],
    options: Mapping[str, str],
) -> list[Problem]:
    """The problems that `check` reports, by its arguments and options."""
    codes = checks.modules()
    select = listed_names(options["select"], codes, "check")
    ignore = listed_names(options["ignore"], codes, "check")
    root = session.config.root
    wanted = [*session.config_problems, *problems]
    wanted = filters.inside(wanted, paths, root)
    wanted = filters.of_checks(wanted, select, ignore)
    try:
        if options["changed_since"]:
            lines = git_changes.changed_lines(root, options["changed_since"])
            wanted = filters.touched(wanted, deck, lines)
        return _unknown(wanted, options["baseline"], options["write_baseline"])
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _unknown(
    problems: list[Problem],
    known: str,
    write: str,
) -> list[Problem]:
    """The problems that a baseline does not hold; with `write`, it holds them all from now on."""
    if write:
        path = Path(write)  # wherever the user wants it
        files.write(path, baseline.written(problems), path.parent)
        tell(f"{len(problems)} problems are now known to {write}", err=True)
        return []
    if not known:
        return problems
    excused = baseline.read(Path(known))
    return baseline.unknown(problems, excused)


def fix(
    session: Session,
    wanted: Sequence[Problem],
    known: Sequence[Problem],
    deck: Deck,
    form: str,
) -> bool:
    """Fix what is safe to fix of the wanted problems, and say what changed; whether anything
    did."""
    if click.get_current_context().params["write_baseline"]:
        conflict = "--fix changes the pages and --write-baseline takes them as they are"
        raise click.UsageError(f"{conflict}: first one, then the other")
    fixed = fixing.fixed(deck, wanted, known, session.config)
    root = session.config.root
    texts = {root / path: text for path, text in fixed.texts.items()}
    files.rewrite(texts, root)
    aside = form != "text"  # what a tool reads is the report alone
    for change in fixed.changes:
        tell(str(change), err=aside)
    for span in fixed.refused:
        reason = "mending it would make something else wrong"
        tell(f"{span}: left as it is: {reason}", err=aside)
    if fixed.changes:
        lines = counted(len(fixed.changes), "line")
        pages = counted(len(fixed.texts), "page")
        tell(f"fixed {lines} in {pages}; see `git diff`\n", err=aside)
    return bool(fixed.changes)
