"""HTTP for the preview: this machine only, nothing but reading, and a stream that says when the deck has changed."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from deckpress import templating
from deckpress.deck import media
from deckpress.preview import card_pages
from deckpress.preview.stage import Stage

HOST = "127.0.0.1"

BEAT = 10.0
"""Seconds after which an idle stream says that it is alive; so a closed page is noticed."""

_COMMON = "default-src 'none'; img-src 'self' data:; font-src data:; frame-ancestors 'self'; "
POLICY = _COMMON + "script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"
FACE_POLICY = _COMMON + "style-src 'unsafe-inline'"
"""A card runs no script: not even one that a bad template or a stranger's pull request brings."""

FILES = {"/": "index.html", "/preview.css": "preview.css", "/preview.js": "preview.js"}


def serve(stage: Stage, port: int) -> ThreadingHTTPServer:
    """A server on the loopback interface, not yet running; port 0 takes any free one. Raises OSError if it is taken."""
    server = _Server((HOST, port), _handler(stage))
    server.daemon_threads = True
    return server


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a request that failed: the terminal is for what is wrong with the deck."""


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        pass

    Handler.stage = stage
    return Handler


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    stage: Stage
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what is wrong with the deck."""

    def do_GET(self) -> None:
        """Answer; a page whose name for this machine is not one of its own is no business of ours (DNS rebinding)."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in (HOST, "localhost"):
            self._send(403, "this preview is only for this machine\n", "text/plain")
            return
        try:
            address = urlsplit(self.path)
        except ValueError:  # `http://[/`
            self._send(400, "this is no address\n", "text/plain")
            return
        try:
            self._answer(address)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except templating.BadTemplate as error:
            self._send(500, f"{error.problem.span}: {error.problem.message}\n", "text/plain")

    def _route(self, path: str) -> Callable[[str, dict[str, str]], None] | None:
        if path in FILES:
            return self._file
        routes = {"/deck.json": self._deck, "/events": self._events, "/face": self._face}
        return self._media if path.startswith("/media/") else routes.get(path)

    def _answer(self, address: SplitResult) -> None:
        path = unquote(address.path)
        answer = self._route(path)
        if answer is None:
            self._send(404, "there is nothing here\n", "text/plain")
            return
        answer(path, {key: values[-1] for key, values in parse_qs(address.query).items()})

    def _file(self, path: str, query: dict[str, str]) -> None:
        kind = mimetypes.guess_type(FILES[path])[0] or "text/plain"
        self._send(200, card_pages.index(self.stage.scene, FILES[path]), kind)

    def _deck(self, path: str, query: dict[str, str]) -> None:
        self._send(200, card_pages.listing(self.stage.scene), "application/json")

    def _face(self, path: str, query: dict[str, str]) -> None:
        device = query.get("device", "phone")
        wanted = (
            query.get("card", ""),
            query.get("side", "front"),
            device if device in card_pages.BODIES else "phone",
        )
        html = card_pages.face(self.stage.scene, *wanted, query.get("night") == "1")
        if html is None:
            self._send(404, "there is no such card any more\n", "text/plain")
        else:
            self._send(200, html, "text/html", FACE_POLICY)

    def _media(self, path: str, query: dict[str, str]) -> None:
        scene, name = self.stage.scene, path.removeprefix("/media/")
        entries = (entry for shown in scene.cards.values() for entry in shown.note.media)
        paths = (scene.config.root / found for _, stored, found in entries if stored == name)
        file = next(paths, None)
        try:
            data = media.packed(file, scene.config.root) if file else b""
        except OSError:
            data = b""
        if not file or not data:
            self._send(404, "there is no such file\n", "text/plain")
            return
        self._send(200, data, mimetypes.guess_type(file.name)[0] or "application/octet-stream")

    def _events(self, path: str, query: dict[str, str]) -> None:
        """Server-sent events: the scene's version, at once and whenever it changes."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        version = self.stage.scene.version
        while True:
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()
            version = self.stage.wait(version, BEAT)

    def _send(self, status: int, body: str | bytes, kind: str, policy: str = POLICY) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header(
            "Content-Type", kind if isinstance(body, bytes) else f"{kind}; charset=utf-8"
        )
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)
