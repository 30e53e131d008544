"""`explain CODE`: what a check means."""

from __future__ import annotations

import click

from deckpress import checks
from deckpress.deck.suggestions import suggest


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Say what a check finds, why it matters, and how to mend it."""
    module = checks.modules().get(code)
    if module is None:
        message = f"there is no check {code!r}: {suggest(code, checks.modules())}"
        raise click.BadParameter(message, param_hint="CODE")
    # What the check itself says; a deck may see it otherwise.
    severity = getattr(module, "SEVERITY", "error")
    mends = ", `check --fix` mends what it safely can" if hasattr(module, "fix") else ""
    guard = f"\n\n{checks.firmness(code)}" if checks.is_guard(code) else ""
    prose = (module.__doc__ or "").strip()
    click.echo(f"{code} ({severity}{mends})\n\n{prose}{guard}\n\nFix: {module.FIX}")
