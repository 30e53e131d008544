"""`checks`: the list of all checks."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

import click

from deckpress.system import plugins

checks = plugins.lazy("deckpress.checks")


INTRODUCTION = """\
# Checks

Made by `make docs` from the checks themselves; `python pipeline.py explain CODE` shows one.
`[checks.severity]` in deckpress.toml sets a severity, `[checks.CODE]` an option, and `allow: CODE`
in a card's comment, with a reason in a comment below, lets one card pass. Checks on which safety, a
learner's progress or the packager rests are errors in every deck; below, each of them says so.
"""


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown")),
    default="text",
    help="text or markdown.",
)
def command(form: str) -> None:
    """List all checks, with what each finds; in Markdown, all that `explain` says of them."""
    modules = checks.modules()
    if form == "markdown":
        click.echo("\n".join(_page(modules)), nl=False)
        return
    for code, module in modules.items():
        # answer-too-long          warning  An answer that …
        click.echo(f"{code:<24} {_severity(module):<8} {_finds(module)}")


def _text(module: ModuleType) -> str:
    return inspect.cleandoc(module.__doc__ or "")


def _finds(module: ModuleType) -> str:
    """What a check finds, in one line."""
    return _text(module).splitlines()[0]


def _severity(module: ModuleType) -> str:
    return str(getattr(module, "SEVERITY", "error"))


def _page(modules: dict[str, ModuleType]) -> Iterator[str]:
    """docs/checks.md, line by line."""
    yield INTRODUCTION
    yield "| check | severity | finds |\n|---|---|---|"
    for code, module in modules.items():
        yield f"| [`{code}`](#{code}) | {_severity(module)} | {_finds(module)} |"
    for code, module in modules.items():
        yield from _section(code, module)
    yield ""


def _section(code: str, module: ModuleType) -> Iterator[str]:
    """One check: its docstring, with what stands behind `Bad:` and `Good:` as code."""
    # Every docstring has both: tests/house/test_contracts.py.
    prose, _, examples = _text(module).partition("\nBad:\n")
    bad, _, good = examples.partition("\nGood:\n")
    waiver = f" {checks.firmness(code)}" if checks.is_guard(code) else ""
    mends = " `check --fix` mends what it safely can." if hasattr(module, "fix") else ""
    yield f"\n## {code}\n\n{prose.strip()}\n\nSeverity: {_severity(module)}.{waiver}{mends}"
    for title, example in (("Bad", bad), ("Good", good)):
        yield f"\n{title}:\n\n````md\n{inspect.cleandoc(example)}\n````"
    yield f"\nFix: {module.FIX}."
    options = getattr(module, "OPTIONS", {})
    if options:
        yield f"\nOptions, with their defaults:\n\n```toml\n[checks.{code}]"
        for key, value in options.items():
            yield f"{key} = {_toml(value)}"
        yield "```"


def _toml(value: object) -> str:
    """A value as TOML writes it: `"text"`, `true`, `["a", "b"]`, `{ key = 1 }`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        plain = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{plain}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        pairs = [f"{key} = {_toml(item)}" for key, item in value.items()]
        return f"{{ {', '.join(pairs)} }}"
    return str(value)
