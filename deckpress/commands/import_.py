"""`import`: take over questions from any page, package or table as cards of this deck."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from deckpress import adopt, config, console, files, report
from deckpress.model import Problem
from deckpress.sources import foreign
from deckpress.sources.foreign import embedded, notes
from deckpress.sources.foreign.found import Found, Harvest

PAGES = (".md", ".markdown", ".mdx", ".mkd", ".txt", ".apkg", ".colpkg", ".csv", ".tsv", ".json")
"""What is read of a folder."""


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--into", metavar="DIR", default="", help="Folder in content/ for new cards; default: the source's name.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text or json.")
@click.option("--split", is_flag=True, help="Move analogies and examples out of answers into their own sections.")
@click.option("--map", "fields", metavar="FIELD=PART", multiple=True, help="What a field of a package or table is.")
@click.option("--link-base", metavar="URL", default="", help="Where relative links of a page lead.")
@click.pass_obj
def command(
    root: Path | None,
    sources: tuple[Path, ...],
    into: str,
    dry_run: bool,
    form: str,
    split: bool,
    fields: tuple[str, ...],
    link_base: str,
) -> None:
    """Take over questions from pages (Markdown of any dialect), .apkg, .colpkg, CSV, TSV or CrowdAnki JSON.

    A second import of the same source updates its cards and leaves alone what was changed here since.
    """
    parts = _parts(fields)
    with console.session(_root(root, dry_run)) as say:
        harvests = [foreign.read(path, _shown(path), parts) for path in _files(sources)]
        cards = [[embedded.split(card) if split else card for card in harvest.cards] for harvest in harvests]
        made = adopt.plan(say.config, harvests, cards, _folder(into or sources[0].stem, say.config), link_base)
        harvests = [replace(h, cards=tuple(found)) for h, found in zip(harvests, cards, strict=True)]
        broken = any(problem.severity == "error" for problem in made.problems)
        written = (
            []
            if dry_run or broken
            else [files.write(path, data) for path, data in adopt.texts(say.config, made).items()]
        )
        click.echo(
            _json(harvests, made) if form == "json" else _text(harvests, made, say.config.root, written, dry_run)
        )
        if broken:
            click.echo(
                f"{report.text([p for p in made.problems if p.severity == 'error'], Path.cwd())}\nnothing was written",
                err=True,
            )
            sys.exit(1)


def _root(root: Path | None, dry_run: bool) -> Path | None:
    return root or config.find_root(Path.cwd())


def _shown(path: Path) -> str:
    """A path as reports show it: from here, if it is below here."""
    full, here = path.resolve(), Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else path.as_posix()


def _files(sources: Sequence[Path]) -> list[Path]:
    """The sources; of a folder, its pages, packages and tables."""
    out: list[Path] = []
    for source in sources:
        inside = (
            sorted(p for p in source.rglob("*") if p.is_file() and p.suffix.lower() in PAGES)
            if source.is_dir()
            else [source]
        )
        out += [p for p in inside if not any(part.startswith(".") for part in p.relative_to(source).parts)]
    if not out:
        console.fail(
            "nothing to import in this folder", f"name a file, or a folder with files ending in {', '.join(PAGES)}"
        )
    return out


def _folder(into: str, settings: config.Config) -> str:
    """The folder below content/, however it was named."""
    path = Path(into)
    full = (path if path.is_absolute() else Path.cwd() / path).resolve()
    content = settings.content.resolve()
    if full.is_relative_to(content) and full != content:
        return full.relative_to(content).as_posix()
    if path.is_absolute() or ".." in path.parts:
        raise click.BadParameter(f"{into!r} is not inside content/", param_hint="'--into'")
    return "/".join(adopt.slugged(part) for part in path.parts)


def _parts(fields: Sequence[str]) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in fields)
    for field, part in pairs.items():
        if part not in notes.PARTS:
            raise click.BadParameter(f"{field}={part}: {config.suggest(part, notes.PARTS)}", param_hint="'--map'")
    return pairs


# --- what it says -----------------------------------------------------------------------------------------------


def _json(harvests: Sequence[Harvest], made: adopt.Plan) -> str:
    cards = [_row(card) for harvest in harvests for card in harvest.cards]
    skipped = [
        {"path": h.path, "line": s.line, "reason": s.reason, "text": s.text} for h in harvests for s in h.skipped
    ]
    skipped += [{"path": path, "line": s.line, "reason": s.reason, "text": s.text} for path, s in made.skipped]
    skipped += [
        {"path": p.span.path, "line": p.span.line, "reason": p.message, "text": ""}
        for p in made.problems
        if p.severity == "error"
    ]
    return json.dumps({"cards": cards, "skipped": skipped}, indent=2, ensure_ascii=False)


def _row(card: Found) -> dict[str, Any]:
    return {
        "question": card.question,
        "answer": card.answer,
        "analogy": card.analogy or None,
        "application": card.application or None,
        "sources": [line.removeprefix("- ").strip() for line in card.sources.split("\n") if line.strip()],
        "choices": [{"text": choice.text, "right": choice.right} for choice in card.choices],
        "line": card.line,
        "dialect": card.dialect,
        "problems": [
            {"code": p.code, "message": p.message, "severity": p.severity, "line": p.span.line} for p in card.problems
        ],
    }


def _text(harvests: Sequence[Harvest], made: adopt.Plan, root: Path, written: Sequence[Path], dry_run: bool) -> str:
    rows = sorted((h.path, s.line, s.reason, s.text) for h in harvests for s in h.skipped)
    rows += sorted((path, s.line, s.reason, s.text) for path, s in made.skipped)
    lines = [f"{path}:{line}: skipped, {reason}{': ' if text else ''}{text}" for path, line, reason, text in rows]
    lines += [_line(problem) for problem in sorted(made.problems) if problem.severity != "error"]
    lines += [f"{harvest.path}: {_summary(harvest)}" for harvest in harvests]
    done = ", ".join(f"{count} {what}" for what, count in sorted(made.counts.items())) or "no cards"
    lines += [
        f"{'would be: ' if dry_run else ''}{done}",
        *(str(path.relative_to(root)) if path.is_relative_to(root) else str(path) for path in written),
    ]
    return "\n".join(lines)


def _line(problem: Problem) -> str:
    return f"{problem.span}: {problem.severity}: {problem.message} [{problem.code}]\n    fix: {problem.fix}"


def _summary(harvest: Harvest) -> str:
    """How many questions were seen, and how many of them are not whole."""
    codes = Counter(problem.code for card in harvest.cards for problem in card.problems)
    dialects = Counter(card.dialect for card in harvest.cards)
    said = [f"{len(harvest.cards)} questions ({', '.join(f'{n} {name}' for name, n in sorted(dialects.items()))})"]
    said += [f"{count} {code}" for code, count in sorted(codes.items())]
    return ", ".join([*said, f"{len(harvest.skipped)} other places skipped"])
