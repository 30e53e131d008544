"""HTTP for the preview: this machine only, and nothing but reading.

A stream says when the deck has changed.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from deckpress import templating
from deckpress.deck import media
from deckpress.preview import card_pages
from deckpress.preview.live_deck import LiveDeck, ShownDeck

HOST = "127.0.0.1"

BEAT = 10.0
"""Seconds after which an idle stream says that it is alive; so a closed page is noticed."""

_COMMON = "default-src 'none'; img-src 'self' data:; font-src data:; frame-ancestors 'self'; "
POLICY = _COMMON + "script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"
FACE_POLICY = _COMMON + "style-src 'unsafe-inline'"
"""A card runs no script: not even one that a bad template or a stranger's pull request brings."""

FILES = {"/": "index.html", "/preview.css": "preview.css", "/preview.js": "preview.js"}
"""The preview's own files, of `templates/preview/`."""


class Response(NamedTuple):
    """What a browser gets."""

    body: str | bytes
    """Text is sent as UTF-8."""
    kind: str = "text/plain"
    """The media type."""
    status: int = 200
    policy: str = POLICY
    """What the page may load and run (Content-Security-Policy)."""


class Server(ThreadingHTTPServer):
    """A server on the loopback interface, not yet running."""

    def __init__(self, live: LiveDeck, port: int) -> None:
        """Port 0 takes any free one. Raises OSError if it is taken."""
        self.live = live
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a request that failed: the terminal is for what is wrong with the deck."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what is wrong with the deck."""

    def do_GET(self) -> None:
        try:
            self._answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self) -> None:
        # A site can give its own name the address of this machine (DNS rebinding), and then read
        # what we answer: so whoever calls us by another name gets nothing.
        host, _, _ = self.headers.get("Host", "").rpartition(":")
        if host not in (HOST, "localhost"):
            self._send(Response("this preview is only for this machine\n", status=403))
            return
        try:
            address = urlsplit(self.path)
        except ValueError:  # `http://[/`
            self._send(Response("this is no address\n", status=400))
            return
        path = unquote(address.path)
        if path == "/events":
            self._stream()
            return
        query = dict(parse_qsl(address.query))
        self._send(respond(self.server.live.shown, path, query))

    def _stream(self) -> None:
        """Server-sent events: the version of what is shown, at once and whenever it changes."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        version = self.server.live.shown.version
        while True:
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()
            version = self.server.live.wait(version, BEAT)

    def _send(self, response: Response) -> None:
        data, kind = response.body, response.kind
        if isinstance(data, str):
            data = data.encode()
            kind += "; charset=utf-8"
        self.send_response(response.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", response.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)


def respond(shown: ShownDeck, path: str, query: Mapping[str, str]) -> Response:
    """What stands at an address of the preview."""
    try:
        if path in FILES:
            name = FILES[path]
            kind, _ = mimetypes.guess_type(name)
            text = card_pages.index(shown, name)
            return Response(text, kind or "text/plain")
        if path == "/deck.json":
            return Response(card_pages.listing(shown), "application/json")
        if path == "/face":
            return _face(shown, query)
    except templating.BadTemplate as error:
        return Response(f"{error.problem.span}: {error.problem.message}\n", status=500)
    if path.startswith("/media/"):
        return _media(shown, path.removeprefix("/media/"))
    return Response("there is nothing here\n", status=404)


def _face(shown: ShownDeck, query: Mapping[str, str]) -> Response:
    """`/face?card=some-id&side=back&device=phone&night=1`"""
    device = query.get("device", "")
    if device not in card_pages.DEVICES:
        device = "phone"
    html = card_pages.face(
        shown,
        query.get("card", ""),
        query.get("side", "front"),
        device,
        night=query.get("night") == "1",
    )
    if html is None:
        return Response("there is no such card any more\n", status=404)
    return Response(html, "text/html", policy=FACE_POLICY)


def _media(shown: ShownDeck, name: str) -> Response:
    """A file that a card uses, and no other."""
    root = shown.config.root
    file = _file(shown, name)
    try:
        data = media.packed(root / file, root) if file else b""
    except OSError:
        data = b""
    if not data:
        return Response("there is no such file\n", status=404)
    kind, _ = mimetypes.guess_type(PurePath(file).name)
    return Response(data, kind or "application/octet-stream")


def _file(shown: ShownDeck, name: str) -> str:
    """The path, in the deck, of what Anki's collection has by that name.

    Empty if no card uses it.
    """
    for card in shown.cards.values():
        for _, stored, path in card.note.media:
            if stored == name:
                return path
    return ""
