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
@click.option(
    "--from",
    "given",
    metavar="SOURCE",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A page, package, table or folder whose cards it starts with; can be given again.",
)
@click.option(
    "--license",
    "licensed",
    type=click.Choice([*LICENSES, "none"]),
    default="none",
    help="Of the cards.",
)
@click.option(
    "--tool",
    metavar="URL",
    default="",
    help="Where CI gets deckpress: git+https://…@COMMIT.",
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
    """Make a complete deck repository: cards, Makefile, CI, documents; `make deck` and `make test`
    work at once."""
    if _is_used(folder):
        message = f"{folder} is not empty [folder-not-empty]"
        terminal.fail(message, "name a new folder, or empty this one")
    title = printable(name or "") or _title(folder)
    licence = "" if licensed == "none" else licensed
    contents = _documents(title, licence, tool or _origin(), given)
    contents["local.mk"] = _local()
    for path in () if given else EXAMPLES:
        example = templating.BUILT_IN / "new" / path
        contents[path] = example.read_bytes()
    # All or nothing: a fault on the way leaves no half of a repository.
    with _whole(folder) as stage:
        for path, data in contents.items():
            files.write(stage / path, data, stage)
        if given:
            _imported(ctx, stage, given)
    count = len([*folder.glob("content/**/*.md")])
    pages = terminal.counted(count, "page")
    terminal.tell(f"{folder} is ready: {pages} of cards")
    terminal.tell(f"next: cd {folder} && git init && make deck")


def _is_used(folder: Path) -> bool:
    if not folder.exists():
        return False
    return not folder.is_dir() or any(folder.iterdir())


def _title(folder: Path) -> str:
    """`my-first-deck` -> "My First Deck"."""
    slug = filenames.slug(folder.resolve().name) or "deck"
    return str(slug).replace("-", " ").title()


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside it that becomes `folder` when all is written, and is gone if anything
    fails."""
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    # Beside it, so that a rename is enough at the end: never across file systems.
    stage = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        stage.chmod(0o755)  # mkdtemp makes it the user's alone
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
    # What `fmt` would change later would look like an edit of the author's.
    ctx.invoke(fmt.command)
    _warn_only(folder)


def _warn_only(folder: Path) -> None:
    """Let the deck build as it came: what is wrong with imported cards is a warning until somebody
    mends it.

    Of guards there are no warnings: the deck builds once these faults are mended.
    """
    with terminal.session(folder) as session:
        deck, problems = sources.read(session.config)
        problems += checks.run(deck, session.config)
    # `bad-package` and the like are of the import: no check, and not to be softened.
    wrong = {problem.code for problem in terminal.errors(problems)}
    codes = wrong & {*checks.modules()}
    guards = sorted(code for code in codes if checks.is_guard(code))
    others = sorted(codes - {*guards})
    if others:
        path = folder / config.FILE
        text = path.read_text(encoding="utf-8")
        rows = "".join(f'{code} = "warning"\n' for code in others)
        files.write(path, f"{text}\n{_SOFTENED}\n[checks.severity]\n{rows}", folder)
        click.echo(f"{', '.join(others)}: warnings for now, see {config.FILE}")
    if guards:
        click.echo(f"{', '.join(guards)}: to be mended before it builds; `check` says where")


_SOFTENED = (
    "# Faults of the imported cards. "
    "Delete a line once they are mended: then the check is an error again."
)


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
    starter = config.Config(templating.BUILT_IN.parent, Path("build"), title, slug)
    contents = {}
    for path, template in REPOSITORY.items():
        if path == "LICENSE.md" and not licensed:
            continue
        try:
            text = templating.page(starter, f"new/{template}", **values)
        except templating.BadTemplate as error:
            terminal.fail(error.problem.message, "reinstall deckpress: its own template is broken")
        contents[path] = f"{text.rstrip()}\n".encode()
    return contents


def _local() -> bytes:
    """How `make` runs this very deckpress on this machine."""
    script = Path(sys.argv[0]).absolute()
    words = [str(script)]
    if script.stem != "deckpress" or not script.is_file():  # it runs from a checkout
        words = [sys.executable, str(templating.BUILT_IN.parent / "pipeline.py")]
    # As make reads it: `$$` is a dollar, `\\#` a hash.
    text = " ".join(map(shlex.quote, words)).replace("$", "$$").replace("#", "\\#")
    about = (
        "# How this machine runs deckpress. "
        "git ignores this file; without it, see README.md, The tool."
    )
    return f"{about}\nDECKPRESS = {text}\n".encode()


def _origin() -> str:
    """The address and commit of the deckpress that runs, for pip; empty if no one else could get it
    from there."""
    # What pip writes beside a package that it has installed from git (PEP 610).
    try:
        text = metadata.distribution("deckpress").read_text("direct_url.json")
        source = json.loads(text or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        source = {}
    commit = source.get("vcs_info", {}).get("commit_id", "")
    if commit:
        return f"git+{source['url']}@{commit}"
    home = Path(templating.BUILT_IN).parent
    if not (home / ".git").exists():
        return ""
    url = _git(home, "remote", "get-url", "origin")
    head = _git(home, "rev-parse", "HEAD")
    return f"git+{url}@{head}" if url.startswith("https://") and head else ""


def _git(folder: Path, *words: str) -> str:
    try:
        return git.asked(folder, *words).decode("utf-8", "replace").strip()
    except git.GitError:
        return ""
