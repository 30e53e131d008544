"""Firefox, driven by its own protocol (Marionette: JSON over a socket): Playwright would need a Firefox of its own."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")

SECONDS = 300
"""What one command may take, and the start."""

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
}


class Firefox:
    """A running Firefox without a window; a context manager."""

    def __init__(self, profile: Path) -> None:
        port = _free_port()
        chosen = PREFERENCES | {"marionette.port": port}
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in chosen.items()
        )
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [
            str(PROGRAM),
            "--headless",
            "--no-remote",
            "--marionette",
            "--profile",
            str(profile),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._socket, self._count = _connected(port), 0
        self._socket.settimeout(SECONDS)
        self._read()
        self.command("WebDriver:NewSession")

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(SECONDS)

    def command(self, name: str, **parameters: object) -> Any:
        """What a command of WebDriver answers; raises RuntimeError with what Firefox says."""
        self._count += 1
        message = json.dumps([0, self._count, name, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def open(self, address: str) -> None:
        """Go to an address, and wait until it is loaded."""
        self.command("WebDriver:Navigate", url=address)

    def run(self, script: str) -> Any:
        """What a piece of JavaScript returns."""
        return self.command("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def printed(self, width: float, height: float) -> bytes:
        """The page as PDF on paper of a size (cm), with the settings that Ctrl+P begins with."""
        made = self.command(
            "WebDriver:Print", page={"width": width, "height": height}, background=False
        )
        return base64.b64decode(made["value"])

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        data = b""
        while len(data) < int(length[:-1]):
            data += self._socket.recv(int(length[:-1]) - len(data))
        return json.loads(data)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
