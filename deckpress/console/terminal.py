"""What commands say and how they end: exit 0 clean, 1 problems, 2 usage; never a traceback."""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from deckpress import outputs, templating
from deckpress.console import report
from deckpress.deck.config import FILE, Config, find_root, load
from deckpress.deck.suggestions import suggest
from deckpress.model import Book, Problem, printable, printable_lines
from deckpress.model.refused import Unable
from deckpress.system import files

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
"""The type of an option that names a file to read."""

FOR_TOOLS = ("json", "sarif", "html")
"""Forms of output that are read by programs, which want every character."""


@contextmanager
def session(
    root: Path | None,
    out: Path | None = None,
    jobs: int | None = None,
) -> Iterator[Session]:
    """A command's run on one deck: finds the deck, reads its configuration, turns system errors
    into messages."""
    # Parsing makes millions of tokens and no cycles: the collector would cost a quarter of it.
    gc.disable()
    folder = _deck_folder(root)
    try:
        config, problems = load(folder, out, jobs or 0)
        yield Session(config, problems)
    except templating.BadTemplate as error:
        tell(report.text([error.problem], folder), err=True)
        sys.exit(1)
    except Unable as error:
        fail(*map(str, error.args))
    except BrokenPipeError:
        raise  # the reader has had enough (`| head`): click ends quietly
    except OSError as error:
        _fail_for(error)
    except click.ClickException:
        raise
    except Exception as error:  # a fault of ours: still no traceback for an author
        if "DECKPRESS_TRACEBACK" in os.environ:
            raise
        fail(*_internal(error))


def _deck_folder(root: Path | None) -> Path:
    """The folder that was named, or the nearest that holds a deck."""
    folder = root or find_root(Path.cwd())
    if folder is None:
        where = "in this folder or above"
        raise click.UsageError(f"no {FILE} {where}; name the deck's folder with --root")
    if not (folder / "content").is_dir():
        rule = "a deck's cards are Markdown files in content/"
        raise click.UsageError(f"{folder}/content does not exist: {rule}")
    return folder


def _internal(error: Exception) -> tuple[str, str]:
    """What to say of a fault of our own, and what to do about it."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    what = f"{type(error).__name__}: {error} [internal-error]"
    fix = "please report this; with DECKPRESS_TRACEBACK=1 in the environment it says more"
    return f"deckpress itself failed at {where}: {what}", fix


def _fail_for(error: OSError) -> NoReturn:
    # A full disk names no file; and then it need not be that of the deck.
    where = f"{_shown(error.filename)}: " if error.filename else ""
    if isinstance(error, files.UnsafePath):
        fail(f"{where}{error.strerror} [unsafe-path]", error.fix)
    fail(f"{where}{error.strerror or error} [system]", _system_fix(error))


def _shown(path: object) -> str:
    """A path as a message names it: from here, if it lies here."""
    here = os.path.join(os.getcwd(), "")
    from_here = os.fsdecode(str(path)).removeprefix(here)
    return printable(from_here)


def _system_fix(error: OSError) -> str:
    if isinstance(error, PermissionError):
        right = "give yourself the right to read and write there"
        return f"{right}, or choose another folder with --out"
    again = "run the command again (--out names another folder)"
    return f"see whether the disk is full or the file is in use, then {again}"


class Session:
    """One run on one deck: its configuration, and the ways to end it."""

    def __init__(self, config: Config, problems: Sequence[Problem]) -> None:
        self.config = config
        self.config_problems = problems
        """What is wrong with deckpress.toml; reported with what else is found."""
        self.start = time.perf_counter()

    def output_names(self, only: str) -> tuple[str, ...]:
        """The outputs that `--only` names."""
        return listed_names(only, outputs.names(), "output")

    def report(self, problems: Sequence[Problem], form: str = "text") -> None:
        """Print the problems; end with 1 if one of them is an error."""
        if form not in report.FORMATS:
            message = f"{form!r}: {suggest(form, report.FORMATS)}"
            raise click.BadParameter(message, param_hint="'--format'")
        text = report.FORMATS[form](problems, self.config.root)
        if form == "text":
            text = text or "no problems"
        tell(text, form, nl=bool(text))
        if errors(problems):
            sys.exit(1)

    def stop_on_errors(self, problems: Sequence[Problem]) -> None:
        """Print errors and warnings; end with 1, nothing written, if there is an error."""
        # Infos are for `check`: here they would hide what stops the command.
        all_problems = (*self.config_problems, *problems)
        self.config_problems = ()  # said once
        loud = [problem for problem in all_problems if problem.severity != "info"]
        if loud:
            tell(report.text(loud, self.config.root), err=True)
        if errors(loud):
            tell("nothing was written", err=True)
            sys.exit(1)

    def tell_written(self, paths: Sequence[Path], book: Book) -> None:
        """Say what was written, with sizes, counts and the time it took."""
        here = Path.cwd()
        for path in paths:
            shown = path.relative_to(here) if path.is_relative_to(here) else path
            size = _size(path.stat().st_size)
            tell(f"{shown}  {size}")
        cards = sum(len(note.ordinals) for note in book.notes)
        seconds = time.perf_counter() - self.start
        tell(f"{len(book.notes)} notes, {cards} cards, {seconds:.1f} s")


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems on which a command ends with 1."""
    return [problem for problem in problems if problem.severity == "error"]


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def counted(count: int, what: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def listed_names(
    value: str,
    known: Collection[str],
    what: str,
) -> tuple[str, ...]:
    """The names of an option such as `--only site,apkg`."""
    written = map(str.strip, value.split(","))
    names = tuple(filter(None, written))
    for name in names:
        if name not in known:
            near = suggest(name, known) or "see the list of checks"
            raise click.UsageError(f"unknown {what} {name!r}; {near}")
    return names


def tell(
    text: str,
    form: str = "text",
    *,
    err: bool = False,
    nl: bool = True,
) -> None:
    """Print a text; of one for people, whatever it quotes, nothing steers their terminal."""
    shown = text if form in FOR_TOOLS else printable_lines(text)
    click.echo(shown, err=err, nl=nl)


def fail(message: str, fix: str) -> NoReturn:
    """End a command that cannot do what was asked, with what to do instead."""
    tell(f"{message}\n    fix: {fix}", err=True)
    sys.exit(1)
