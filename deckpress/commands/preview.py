"""`preview`: the deck as Anki shows it, in a browser; follows every save."""

from __future__ import annotations

import contextlib
import gc
import threading
from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.preview.live_deck import LiveDeck
from deckpress.preview.server import HOST, Server


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8421,
    show_default=True,
    help="0 takes a free one.",
)
@click.pass_obj
def command(root: Path | None, port: int) -> None:
    """Show every card as Anki does, in a browser on this machine, and again after every save."""
    with terminal.session(root) as session:
        gc.enable()  # unlike the other commands, this one goes on
        live = LiveDeck(session.config.root, session.config.out)
        serving = _serving(live, port)
        address = f"http://{HOST}:{serving.server_address[1]}/"
        click.echo(f"{len(live.shown.cards)} cards at {address}  (Ctrl+C ends)")
        # The one that watches is the main thread: Ctrl+C reaches it.
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            live.watch()


def _serving(live: LiveDeck, port: int) -> Server:
    try:
        return Server(live, port)
    except OSError as error:
        fix = "end what uses it, or choose another with --port"
        terminal.fail(f"port {port}: {error.strerror}", fix)
