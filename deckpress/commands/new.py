"""`new`: a complete deck repository to start from."""

from __future__ import annotations

from pathlib import Path

import click

from deckpress import console, plugins

config = plugins.lazy("deckpress.config")
files = plugins.lazy("deckpress.files")
templating = plugins.lazy("deckpress.templating")

STARTER = {
    "deckpress.toml": "deckpress.toml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    "content/tags.toml": "content/tags.toml",
    "content/01-first-steps/01-syntax.md": "content/01-first-steps/01-syntax.md",
}
"""The files of a new deck, each with its template below templates/new/."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The deck's name; default: made from the folder's name.")
def command(folder: Path, name: str | None) -> None:
    """Make a complete deck repository to start from."""
    if folder.exists() and any(folder.iterdir()):
        console.fail(f"{folder} is not empty [folder-not-empty]", "name a new folder, or empty this one")
    slug = config.slugify(name or folder.resolve().name) or "deck"
    title = name or slug.replace("-", " ").title()
    starter = config.Config(folder, folder / "build", title, slug)
    for path, template in STARTER.items():
        text, problems = templating.render(starter, f"new/{template}", name=title.replace('"', "'"), slug=slug)
        if problems:
            console.fail(str(problems[0].message), "reinstall deckpress: its own template is broken")
        files.write(folder / path, f"{text}\n")
    click.echo(f"{folder} is ready: {len(STARTER)} files\nnext: deckpress --root {folder} build")
