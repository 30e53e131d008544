"""What must hold whatever stands in a deck: the promises that any input can be tried on.

No traceback and no other exit code than 0, 1 and 2; well-formed reports; nothing read, written,
started or asked outside of the deck; commands that read change nothing; what writes is done after
once; two builds are the same bytes; nothing is dropped, nothing private is shown; the real Anki
takes each package.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import click
from click.testing import CliRunner, Result

from deckpress import sources
from deckpress.deck import config
from pipeline import cli
from tests.fuzz import outputs, reports
from tests.fuzz.case import DECK, SOURCE, Case
from tests.fuzz.watch import Watch

READING = ("check", "build", "diff", "stats", "schema", "checks", "explain")
"""Commands that change nothing in the deck, unless they are told to."""

READING_WITH = {"fmt": "--check", "import": "--dry-run", "pull": "--dry-run"}
"""The option with which a command changes nothing."""

SETTLING = ("fmt", "ids", "import", "check")
"""Commands that have nothing left to do when they have just been run."""

REPORTING = ("check", "build")
"""Commands whose output is a report and nothing else, if they end with 1."""


BUILT = "built"
"""What an examination says when a build has passed."""


class Failure(NamedTuple):
    """A promise that was broken."""

    kind: str
    """Which promise, in a word: `traceback`, `dropped` …"""
    key: str
    """What broke it, without anything particular to the case."""
    command: tuple[str, ...]
    detail: str = ""

    @property
    def name(self) -> str:
        """Failures of the same name are one."""
        return f"{self.kind}: {self.key}"


class Examination:
    """One case, laid out in `folder`."""

    def __init__(self, case: Case, folder: Path, watch: Watch, now: Callable[[str], None]) -> None:
        self.case, self.folder, self.watch, self.now = case, folder, watch, now
        self.deck = folder / DECK
        self.failures: list[Failure] = []
        self.command: tuple[str, ...] = ()
        self.fields: list[list[str]] = []
        """Of each note, if a build has passed: `fmt` must leave them as they are."""

    def examined(self, real_anki: ModuleType | None) -> list[Failure]:
        """Run all commands; what failed."""
        os.chdir(self.folder)
        os.environ |= {
            "SOURCE_DATE_EPOCH": "1700000000",
            "DECKPRESS_TRACEBACK": "1",
            "NO_COLOR": "1",
        }
        os.environ |= {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp")}
        tempfile.tempdir = None  # it was asked for in the parent: there it is another one
        for name in ("home", "tmp", SOURCE):
            (self.folder / name).mkdir(exist_ok=True)
        for command in self.case.commands:
            self.command = command
            self._examine(command, real_anki)
        return self.failures

    def _examine(self, command: tuple[str, ...], real_anki: ModuleType | None) -> None:
        before = snapshot(self.deck)
        if command[0] == "build":
            self._build(command, real_anki)
            refused = False
        else:
            refused = self._invoke(command).exit_code != 0
        after = snapshot(self.deck)
        if _reads(command):
            self._same(before, after, "changed a source")
        elif command[0] == "import" and refused:
            self._same(before, after, "half-written")
        elif command[0] in SETTLING:
            self._invoke(command)
            self._same(after, snapshot(self.deck), "not done after once")
        if command == ("fmt",) and self.fields:
            self._meaning()
        elif (
            before != after
        ):  # `check --fix`, `ids`, `import` and `pull` may change what a build makes
            self.fields = []

    def _fail(self, kind: str, key: str, detail: str = "") -> None:
        self.failures.append(Failure(kind, key, self.command, detail))

    def _same(self, before: dict[str, str], after: dict[str, str], kind: str) -> None:
        changed = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
        if changed:
            self._fail(kind, self.command[0], ", ".join(changed[:5]))

    def _invoke(self, command: Sequence[str], out: str = "out", cache: str = "cache") -> Result:
        """Run a command in this process, and look at how it ended and what it said."""
        self.now(" ".join(command))
        os.environ["XDG_CACHE_HOME"] = str(self.folder / cache)
        places = {"source": str(self.folder / SOURCE), "folder": str(self.folder)}
        arguments = [
            re.sub(r"\{(source|folder)\}", lambda m: places[m[1]], part) for part in command
        ]
        if command[0] == "build":
            arguments += ["--out", str(self.folder / out)]
        self.watch.asleep = False
        asked = ["--root", str(self.deck), *arguments]
        result = CliRunner().invoke(cli, asked, color=True)  # else click removes escape sequences
        self.watch.asleep = True
        self._ending(result)
        strict = (
            command[0] in REPORTING
            and not {"--fix", "--format"} & {*command}
            and result.exit_code != 2
        )
        text = "" if {"json", "sarif"} & {*command} else _report(command, result)
        for fault in reports.faults(text, (self.deck, self.folder), strict):
            self._fail("malformed report", _key(fault), f"{fault}\n{result.output[-1500:]}")
        for seen in self.watch.taken():
            self._fail("outside", _key(seen), seen)
        return result

    def _ending(self, result: Result) -> None:
        error = result.exception
        if error is not None and not isinstance(error, SystemExit | click.exceptions.Exit):
            text = "".join(traceback.format_exception(error))
            kind = "memory" if isinstance(error, MemoryError) else "traceback"
            self._fail(kind, f"{type(error).__name__} in {_raised(error)}", text[-3000:])
        elif result.exit_code not in (0, 1, 2):
            self._fail("exit code", str(result.exit_code), result.output[-500:])
        elif "[internal-error]" in result.output:
            self._fail("traceback", "internal-error", result.output[-500:])

    # --- builds ---

    def _build(self, command: tuple[str, ...], real_anki: ModuleType | None) -> None:
        out = self.folder / "out"
        if self._invoke(command).exit_code != 0 or not out.is_dir():
            return
        self.now(BUILT)
        self._invoke(command, "out-again", "cache-again")
        self.fields = _fields(out)
        first, second = outputs.contents(out), outputs.contents(self.folder / "out-again")
        different = sorted(
            name for name in {*first, *second} if first.get(name) != second.get(name)
        )
        if different:
            self._fail("different bytes", _key(different[-1]), ", ".join(different[:9]))
        for kind, faults in self._outputs(out):
            for fault in faults:
                self._fail(kind, _key(fault), fault)
        if real_anki and self.case.anki:
            self._anki(out, real_anki)

    def _meaning(self) -> None:
        """What learners get is what they would have got before."""
        folder = self.folder / "out-formatted"
        if self._invoke(("build", "--only", "apkg"), folder.name).exit_code != 0:
            self._fail("another meaning", "it does not build any more")
        elif _fields(folder) != self.fields:
            self._fail("another meaning", "other notes")

    def _outputs(self, out: Path) -> Iterator[tuple[str, Iterator[str]]]:
        if any(path.startswith(f"{DECK}/templates/") for path in self.case.files):
            return  # what a deck's own templates write is their author's business
        texts = outputs.texts(out)
        cards = sorted({*self.case.cards, *_cards(self.deck)})
        yield "control character", outputs.control_characters(texts)
        yield "dropped", outputs.dropped(out, cards)
        yield "words", outputs.words(texts, self.case.shown, self.case.hidden)

    def _anki(self, out: Path, real_anki: ModuleType) -> None:
        """The real Anki, with a budget of time of its own."""
        self.now("real Anki")
        budget, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        for package in sorted(out.glob("*.apkg")):
            for fault in real_anki.faults(
                package, self.folder / "anki", len(outputs.notes(package))
            ):
                self._fail("anki", _key(fault), fault)
        signal.setitimer(signal.ITIMER_PROF, budget)


def _cards(root: Path) -> list[str]:
    """The ids of the cards that the parser sees and nobody holds back."""
    deck, _ = sources.read(config.load(root)[0])
    return [card.id for card in deck.cards if not card.draft]


def _fields(out: Path) -> list[list[str]]:
    return [note for package in sorted(out.glob("*.apkg")) for note in outputs.notes(package)]


def snapshot(folder: Path) -> dict[str, str]:
    """Each file below a folder with a hash of its bytes, each link with its target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.readlink(path)
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _reads(command: Sequence[str]) -> bool:
    return (command[0] in READING and "--fix" not in command) or READING_WITH.get(
        command[0], ""
    ) in command[1:]


def _report(command: Sequence[str], result: Result) -> str:
    """What a command says of problems; of a build that passed, without its list of files."""
    passed = command[0] == "build" and result.exit_code == 0
    return result.stderr if passed else result.output


def _raised(error: BaseException) -> str:
    """Where in our code an exception came from: `index.py, compared`."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/deckpress/" in f.filename or f.filename.endswith("pipeline.py")]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).name}, {frame.name}"


def _key(text: str) -> str:
    """A text without names and numbers."""
    return re.sub(r"'.*'|\".*\"|[a-z0-9-]*\d[a-z0-9-]*(?:, [a-z0-9-]*\d[a-z0-9-]*)*", "#", text)[
        :120
    ]
