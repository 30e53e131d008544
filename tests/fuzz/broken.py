"""A command line that breaks a promise, each in its way: the oracle has to notice all of them."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import click

from tests.fuzz import child, oracle
from tests.fuzz.case import DECK, Case

PLACE = Path(DECK)


@click.group()
@click.option("--root", type=click.Path(path_type=Path))
def cli(root: Path) -> None:
    """A deck's commands, as they should not be."""


def _traceback() -> None:
    raise KeyError("x")


def _endless() -> None:
    while True:
        pass


def _memory() -> None:
    bytearray(child.MEMORY)


def _exit() -> None:
    raise SystemExit(3)


def _report() -> None:
    click.echo("content/a.md:1:1: a fault without a fix [missing-id]")
    raise SystemExit(1)


def _place() -> None:
    click.echo("content/a.md:99:1: a fault nowhere [missing-id]\n    fix: find it")
    raise SystemExit(1)


def _control() -> None:
    click.echo("content/a.md:1:1: a \x1b[31mfault [missing-id]\n    fix: mend it")
    raise SystemExit(1)


def _reads() -> None:
    (PLACE / "../outside/secret.txt").read_text(encoding="utf-8")


def _writes() -> None:
    (PLACE / "../outside/new.txt").write_text("x", encoding="utf-8")


def _removes() -> None:
    os.remove(PLACE / "../outside/secret.txt")


def _starts() -> None:
    subprocess.run(["sh", "-c", "true"], check=True)


def _asks() -> None:
    with socket.socket() as connection:
        connection.connect_ex(("127.0.0.1", 9))


def _changes() -> None:
    (PLACE / "content/a.md").write_text("changed", encoding="utf-8")


def _dies() -> None:
    os.abort()


BROKEN: dict[str, Callable[[], None]] = {
    "traceback": _traceback,
    "slow": _endless,
    "memory": _memory,
    "exit code": _exit,
    "malformed report": _report,
    "malformed report: place": _place,
    "malformed report: control": _control,
    "outside: read": _reads,
    "outside: write": _writes,
    "outside: remove": _removes,
    "outside: start": _starts,
    "outside: ask": _asks,
    "changed a source": _changes,
    "crash": _dies,
}
"""What the oracle should call it, and what `check` does."""


def noticed(name: str) -> list[str]:
    """The kinds of failures that the oracle sees when `check` is broken so, or not at all."""
    check = BROKEN.get(name, lambda: click.echo("no problems"))
    cli.add_command(click.command("check")(check))
    oracle.cli = cli
    case = Case("broken", {f"{DECK}/content/a.md": b"## What?\n"}, (("check",),))
    return sorted({failure.kind for failure in child.tried(case).failures})
