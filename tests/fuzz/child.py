"""One case in a process of its own, so that a hang or a crash is caught and reported, not suffered.

The process is forked from one that has everything imported and has started nothing (no JavaScript
engine, no Anki).
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import importlib.util
import json
import os
import re
import resource
import select
import shutil
import signal
import tempfile
import time
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from click.testing import CliRunner

from pipeline import cli
from tests.fuzz import oracle
from tests.fuzz.case import Case, laid_out
from tests.fuzz.oracle import Examination, Failure
from tests.fuzz.watch import Watch

CPU_SECONDS = 10
"""What all commands of a case may take of the processor: no page of the few may take a second of each."""

WALL_SECONDS = 120
"""After which a process that waits for something is stopped."""

MEMORY = 3 << 30
"""Bytes of data that a case may use."""

_FRAME = re.compile(r'File "(.*?)", line \d+ in (\w+)')


class Outcome(NamedTuple):
    """What came of a case."""

    failures: tuple[Failure, ...]
    runs: int
    """How many commands were run."""
    built: int
    """How many of them were builds that passed, and so tried all outputs."""


def real_anki() -> ModuleType | None:
    """The test on the real Anki, if the package `anki` is installed."""
    installed = importlib.util.find_spec("anki") is not None
    return importlib.import_module("tests.fuzz.real_anki") if installed else None


def warmed_up() -> None:
    """Run commands on a deck without formulas, so that children find everything imported."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        root = Path(name)
        (root / "content").mkdir()
        (root / "content/a.md").write_text(_PAGE, encoding="utf-8")
        (root / "deckpress.toml").write_text('[deck]\nname = "Warm"\n', encoding="utf-8")
        os.environ["XDG_CACHE_HOME"] = str(root / "cache")
        for command in (
            ["check"],
            ["build"],
            ["fmt"],
            ["ids"],
            ["stats"],
            ["import", str(root / "content/a.md")],
        ):
            CliRunner().invoke(cli, ["--root", str(root), *command])


_PAGE = """\
## What?
<!-- id: what; tags: a -->

That.

```python
x = 1
```

## Which?
<!-- id: which -->

This.
"""


def tried(case: Case, anki: ModuleType | None = None) -> Outcome:
    """Run a case in a child process."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        laid_out(case, folder)
        return _watched(case, folder, anki)
    finally:
        for place in (folder, *folder.rglob("*")):
            with contextlib.suppress(OSError):
                if place.is_dir() and not place.is_symlink():
                    place.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def _watched(case: Case, folder: Path, anki: ModuleType | None) -> Outcome:
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        _child(case, folder, anki, send)
    os.close(send)
    lines = _received(receive, child)
    _, status = os.waitpid(child, 0)
    result = next((line["failures"] for line in lines if "failures" in line), None)
    runs = sum("now" in line for line in lines)
    built = sum(line.get("now") == oracle.BUILT for line in lines)
    if result is not None:
        return Outcome(tuple(Failure(f[0], f[1], tuple(f[2]), f[3]) for f in result), runs, built)
    return Outcome((_ended(status, lines, folder),), runs, built)


def _received(pipe: int, child: int) -> list[dict[str, Any]]:
    """What a child says until it ends; one that takes too long is killed."""
    data, deadline = b"", time.monotonic() + WALL_SECONDS
    with os.fdopen(pipe, "rb", buffering=0) as source:
        while True:
            ready, _, _ = select.select([source], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
            piece = source.read(1 << 16) if ready else b""
            if not piece:
                break
            data += piece
    return [json.loads(line) for line in data.split(b"\n") if line.strip()]


def _ended(status: int, lines: list[dict[str, Any]], folder: Path) -> Failure:
    """The failure of a child that was ended by a signal, or ended itself."""
    said = [str(line["now"]) for line in lines if "now" in line]
    command = tuple((said or ["nothing"])[-1].split(" "))
    trace = (
        (folder / "trace.txt").read_text(errors="replace")
        if (folder / "trace.txt").exists()
        else ""
    )
    frames = _FRAME.findall(trace)
    own = [(path, name) for path, name in frames if "/deckpress/" in path] or frames or [("", "?")]
    where = f"{Path(own[0][0]).name}, {own[0][1]}"
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        return Failure("slow", where, command, trace[:3000])
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        kind = "hang" if name == "SIGKILL" else "crash"
        return Failure(kind, f"{name} in {where}", command, trace[:3000])
    return Failure("crash", f"exit {os.waitstatus_to_exitcode(status)}", command, trace[:3000])


def _child(case: Case, folder: Path, anki: ModuleType | None, send: int) -> None:
    """Examine a case and say what failed; never returns."""
    status = 1
    try:
        watch = Watch(folder)
        _limited(folder)
        watch.begin()
        examination = Examination(case, folder, watch, lambda command: _say(send, {"now": command}))
        _say(send, {"failures": examination.examined(anki)})
        status = 0
    except (
        BaseException
    ) as error:  # a fault of the fuzzer's own, or a limit that was hit outside of a command
        text = "".join(traceback.format_exception(error))
        _say(send, {"failures": [Failure("fuzzer", type(error).__name__, ("?",), text[-3000:])]})
        status = 0
    finally:
        os._exit(status)


def _limited(folder: Path) -> None:
    """Limits on time and memory; what was running when time was up stands in trace.txt."""
    gc.freeze()  # what the parent has made is shared as long as nobody writes into it
    trace = (folder / "trace.txt").open("w")
    faulthandler.enable(trace)
    faulthandler.register(signal.SIGPROF, trace, all_threads=False, chain=True)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(pipe: int, value: object) -> None:
    os.write(pipe, json.dumps(value).encode() + b"\n")
