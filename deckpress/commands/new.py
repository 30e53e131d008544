"""`new`: a complete deck repository to start from."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.model import printable
from deckpress.system import filenames, git, plugins

config = plugins.lazy("deckpress.deck.config")
files = plugins.lazy("deckpress.system.files")
checks = plugins.lazy("deckpress.checks")
fmt = plugins.lazy("deckpress.commands.fmt")
importing = plugins.lazy("deckpress.commands.import_")
render = plugins.lazy("deckpress.render")
sources = plugins.lazy("deckpress.sources")
templating = plugins.lazy("deckpress.templating")

REPOSITORY = {
    "deckpress.toml": "deckpress.toml",
    "README.md": "README.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "LICENSE.md": "LICENSE.md",
    "Makefile": "Makefile",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/check.yml": "github/check.yml",
    ".github/workflows/release.yml": "github/release.yml",
}
"""The files of a new deck, each with its template below templates/new/."""

EXAMPLES = ("content/tags.toml", "content/01-memory/01-spacing.md", "content/media/forgetting.svg")
"""Cards to start from, if there are no others; as they are below templates/new/."""

LICENSES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/legalcode",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/legalcode",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
}
"""What a deck's content can be licensed under, and where the licence stands."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The deck's name; default: made from the folder's name.")
@click.option("--from", "given", metavar="SOURCE", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="A page, package, table or folder whose cards it starts with; can be given again.")  # fmt: skip
@click.option(
    "--license",
    "licensed",
    type=click.Choice([*LICENSES, "none"]),
    default="none",
    help="Of the cards.",
)
@click.option(
    "--tool", metavar="URL", default="", help="Where CI gets deckpress: git+https://…@COMMIT."
)
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    name: str | None,
    given: tuple[Path, ...],
    licensed: str,
    tool: str,
) -> None:
    """Make a complete deck repository: cards, Makefile, CI, documents; `make deck` and `make test` work at once."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        terminal.fail(
            f"{folder} is not empty [folder-not-empty]", "name a new folder, or empty this one"
        )
    title = (
        printable(name or "")
        or (filenames.slug(folder.resolve().name) or "deck").replace("-", " ").title()
    )
    made = _documents(title, "" if licensed == "none" else licensed, tool or _origin(), given)
    made |= (
        {}
        if given
        else {path: (templating.BUILT_IN / "new" / path).read_bytes() for path in EXAMPLES}
    )
    with _whole(folder) as stage:
        for path, data in {**made, "local.mk": _local()}.items():
            files.write(stage / path, data, stage)
        if given:
            _imported(ctx, stage, given)
    pages = sum(1 for _ in folder.glob("content/**/*.md"))
    terminal.tell(
        f"{folder} is ready: {pages} page{'s' * (pages != 1)} of cards\nnext: cd {folder} && git init && make deck"
    )


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside it that becomes `folder` when all is written, and is gone if anything fails."""
    folder.resolve().parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=folder.resolve().parent, prefix=f".{folder.resolve().name}."))
    try:
        stage.chmod(0o755)
        yield stage
        if folder.exists():
            folder.rmdir()
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _imported(ctx: click.Context, folder: Path, given: Sequence[Path]) -> None:
    (folder / "content").mkdir()
    ctx.obj = folder
    ctx.invoke(importing.command, sources=given)
    ctx.invoke(fmt.command)
    _warn_only(folder)


def _warn_only(folder: Path) -> None:
    """Let the deck build as it came: what is wrong with imported cards is a warning until somebody mends it.

    Of guards there are no warnings: the deck builds once these faults are mended.
    """
    with terminal.session(folder) as say:
        deck, problems = sources.read(say.config, render.each_page)
        problems += checks.run(deck, say.config)
    codes = {problem.code for problem in problems if problem.severity == "error"} & {
        *checks.modules()
    }
    guards = sorted(code for code in codes if checks.is_guard(code))
    others = sorted(codes - {*guards})
    if others:
        path = folder / config.FILE
        text = path.read_text(encoding="utf-8")
        files.write(path, f"{text}\n{_SOFTENED}\n[checks.severity]\n{_rows(others)}", folder)
        click.echo(f"{', '.join(others)}: warnings for now, see {config.FILE}")
    if guards:
        click.echo(f"{', '.join(guards)}: to be mended before it builds; `check` says where")


_SOFTENED = "# Faults of the imported cards. Delete a line once they are mended: then the check is an error again."


def _rows(codes: Sequence[str]) -> str:
    return "".join(f'{code} = "warning"\n' for code in codes)


def _documents(title: str, licensed: str, pin: str, given: Sequence[Path]) -> dict[str, bytes]:
    """The repository's files but for its cards."""
    title = printable(title).replace('"', "'").replace("\\", "/")
    slug = filenames.slug(title) or "deck"
    values = {
        "name": title,
        "slug": slug,
        "license": licensed,
        "license_url": LICENSES.get(licensed, ""),
        "pin": pin,
        "sources": ", ".join(f"`{printable(source.name)}`" for source in given),
    }
    made = {}
    for path, template in REPOSITORY.items():
        starter = config.Config(templating.BUILT_IN.parent, Path("build"), title, slug)
        try:
            text = templating.page(starter, f"new/{template}", **values)
        except templating.BadTemplate as error:
            terminal.fail(error.problem.message, "reinstall deckpress: its own template is broken")
        made[path] = f"{text.rstrip()}\n".encode()
    return {path: data for path, data in made.items() if licensed or path != "LICENSE.md"}


def _local() -> bytes:
    """How `make` runs this very deckpress on this machine."""
    script = Path(sys.argv[0]).absolute()
    checkout = [sys.executable, str(templating.BUILT_IN.parent / "pipeline.py")]
    words = [str(script)] if script.stem == "deckpress" and script.is_file() else checkout
    text = " ".join(map(shlex.quote, words)).replace("$", "$$").replace("#", "\\#")
    said = "# How this machine runs deckpress. git ignores this file; without it, see README.md, The tool."
    return f"{said}\nDECKPRESS = {text}\n".encode()


def _origin() -> str:
    """The address and commit of the deckpress that runs, for pip; empty if no one else could get it from there."""
    try:
        told = json.loads(metadata.distribution("deckpress").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        told = {}
    commit = told.get("vcs_info", {}).get("commit_id", "")
    if commit:
        return f"git+{told['url']}@{commit}"
    home = Path(templating.BUILT_IN).parent
    url, head = (
        _git(home, *words) for words in (("remote", "get-url", "origin"), ("rev-parse", "HEAD"))
    )
    return (
        f"git+{url}@{head}"
        if url.startswith("https://") and head and (home / ".git").exists()
        else ""
    )


def _git(folder: Path, *words: str) -> str:
    try:
        return git.asked(folder, *words).decode("utf-8", "replace").strip()
    except git.GitError:
        return ""
