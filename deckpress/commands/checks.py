"""`checks`: the list of all checks."""

from __future__ import annotations

import click

from deckpress import checks


@click.command()
def command() -> None:
    """List all checks, with what each finds."""
    for code, module in checks.modules().items():
        severity = getattr(module, "SEVERITY", "error")
        click.echo(f"{code:<24} {severity:<8} {(module.__doc__ or '').strip().splitlines()[0]}")
