#!/usr/bin/env python3
"""deckpress, the table of contents: parse -> validate -> render -> compile.

Further commands are the modules of deckpress/commands/.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import click

from deckpress import __version__
from deckpress.system import plugins

sources = plugins.lazy("deckpress.sources")
checks = plugins.lazy("deckpress.checks")
audit = plugins.lazy("deckpress.releases.audit")
render = plugins.lazy("deckpress.render")
outputs = plugins.lazy("deckpress.outputs")
checking = plugins.lazy("deckpress.console.checking")
terminal = plugins.lazy("deckpress.console.terminal")


class Commands(click.Group):
    """The commands below, and each module of deckpress/commands/, imported when it is called."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command; whatever the machine writes by default, decks hold all of Unicode."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        own = super().list_commands(ctx)
        return sorted({*own, *plugins.names("deckpress.commands")})

    def format_commands(
        self,
        ctx: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        """What `--help` says of all commands, without importing any."""
        rows = plugins.summaries("deckpress.commands")
        for name, command in self.commands.items():
            rows[name] = command.get_short_help_str(100)
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        module = plugins.names("deckpress.commands").get(name)
        if module is None:
            return super().get_command(ctx, name)
        command: click.Command = plugins.load(module).command
        return command


@click.group(
    cls=Commands,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The deck's folder.",
)
@click.version_option(__version__, prog_name="deckpress")
@click.pass_context
def cli(ctx: click.Context, root: Path | None) -> None:
    """Anki decks as code: Markdown in, .apkg and printable HTML out."""
    ctx.obj = root


@cli.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; default: build/.",
)
@click.option(
    "--only",
    metavar="NAMES",
    default="",
    help="Only these outputs, separated by commas.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    help="Processes; default: one per core.",
)
@click.pass_obj
def build(
    root: Path | None,
    out: Path | None,
    only: str,
    jobs: int | None,
) -> None:
    """Check the deck and write all outputs."""
    with terminal.session(root, out, jobs) as session:
        chosen = session.output_names(only)
        # 1 parse
        deck, problems = sources.read(session.config)
        # 2 validate
        problems += checks.run(deck, session.config)
        problems += audit.problems(deck, session.config)
        session.stop_on_errors(problems)
        # 3 render
        book, problems = render.book(deck, session.config)
        session.stop_on_errors(problems)
        # 4 compile
        files = outputs.write(book, session.config, chosen)
        session.tell_written(files, book)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", default="text", help="text, json, github or sarif.")
@click.option(
    "--select",
    metavar="CODES",
    default="",
    help="Only these checks, separated by commas.",
)
@click.option(
    "--ignore",
    metavar="CODES",
    default="",
    help="All but these checks, separated by commas.",
)
@click.option(
    "--changed-since",
    metavar="REVISION",
    default="",
    help="Only what differs from this git revision.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    default="",
    help="Only what this file does not know.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    default="",
    help="Make all that is reported known to this file.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what is safe to mend, show each change, and check again.",
)
@click.pass_obj
def check(
    root: Path | None,
    /,
    paths: tuple[Path, ...],
    form: str,
    fix: bool,
    **options: str,
) -> None:
    """Say everything that is wrong with the deck (or with these files of it)."""
    with terminal.session(root) as session:
        # 1 parse
        deck, problems = sources.read(session.config)
        # 2 validate
        problems += checks.run(deck, session.config)
        problems += audit.problems(deck, session.config)
        # 3 render: only what can be wrong there
        problems += render.problems(deck, session.config)
        chosen = checking.filtered(session, problems, deck, paths, options)
        if fix and checking.fix(session, chosen, problems, deck, form):
            again = click.get_current_context()
            again.invoke(check, paths=paths, form=form, fix=False, **options)
        else:
            session.report(chosen, form)


if __name__ == "__main__":
    sys.exit(cli())
