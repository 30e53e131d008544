"""Do the tests of a room see what breaks in it? Plants random operator faults and runs the room's tests against each.

    python tests/plant_faults.py                     one fault in every room
    python tests/plant_faults.py svg deck --count 5  five in each of these rooms
    python tests/plant_faults.py --seed 7            other faults; the same seed plants the same ones

The repository is copied, a fault is written into the copy, and `pytest tests/<room>` has to turn red. A fault that nobody
sees is printed with its place: either a test is missing, or the line makes no difference and can go.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]
SECONDS = 300
"""A fault that makes the tests run longer than this is seen: they would never end."""

COMPARED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
JOINED = {ast.And: ("and", "or"), ast.Or: ("or", "and")}
COMPUTED = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+")}


class Fault(NamedTuple):
    """One operator of a module, and the one that takes its place."""

    path: Path
    line: int
    start: int
    """Offset in the module's text, in code points."""
    old: str
    new: str

    def planted(self, text: str) -> str:
        """The module with the fault in it."""
        return text[: self.start] + self.new + text[self.start + len(self.old) :]


class _Module:
    """The text of a module and where its operators stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines(keepends=True)

    def faults(self) -> Iterator[Fault]:
        """Every fault that can be planted, in the order of the tree."""
        for node in ast.walk(ast.parse(self.text)):
            yield from self._operators(node)

    def _operators(self, node: ast.AST) -> Iterator[Fault]:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                yield from self._between(left, right, COMPARED[type(operator)])
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from self._between(left, right, JOINED[type(node.op)])
        elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
            yield from self._between(node.left, node.right, COMPUTED[type(node.op)])

    def _between(self, left: ast.expr, right: ast.expr, swap: tuple[str, str]) -> Iterator[Fault]:
        """The operator that stands between two expressions."""
        old, new = swap
        assert left.end_lineno is not None and left.end_col_offset is not None
        begin = self._offset(left.end_lineno, left.end_col_offset)
        start = self.text.find(old, begin, self._offset(right.lineno, right.col_offset))
        if start >= 0:
            yield Fault(self.path, self.text.count("\n", 0, start) + 1, start, old, new)

    def _offset(self, line: int, column: int) -> int:
        """Code points before a place; Python's trees count columns in bytes of UTF-8."""
        before = sum(len(text) for text in self.lines[: line - 1])
        return before + len(self.lines[line - 1].encode()[:column].decode())


def rooms() -> dict[str, list[Path]]:
    """The modules of each room that has tests of its own, by the room's name."""
    package = REPOSITORY / "deckpress"
    folders = sorted(path.parent for path in package.glob("*/__init__.py"))
    return {folder.name: sorted(folder.rglob("*.py")) for folder in folders}


def is_seen(fault: Fault, room: str) -> bool:
    """Whether the tests of a room turn red when a fault is in it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        left_out = shutil.ignore_patterns(
            ".venv", "build", "__pycache__", ".hypothesis", ".*_cache"
        )
        shutil.copytree(REPOSITORY, copy, symlinks=True, ignore=left_out)
        (copy / "build").mkdir()
        target = copy / fault.path.relative_to(REPOSITORY)
        target.write_text(fault.planted(target.read_text(encoding="utf-8")), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", f"tests/{room}"]
        try:
            done = subprocess.run(command, cwd=copy, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return True
    return done.returncode != 0


def shown(fault: Fault) -> str:
    """The line before and after."""
    text = fault.path.read_text(encoding="utf-8")
    old, new = text.splitlines(), fault.planted(text).splitlines()
    changes = [line for line in difflib.ndiff(old, new) if line.startswith(("- ", "+ "))]
    return "\n".join(f"    {line}" for line in changes)


def main() -> int:
    """Plant, run, count; 1 if fewer than nine of ten faults are seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("rooms", nargs="*", choices=[[], *rooms()], metavar="room")
    parser.add_argument("--count", type=int, default=1, help="faults in each room")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    seen, planted = 0, 0
    for room in arguments.rooms or rooms():
        chance = random.Random(f"{arguments.seed} {room}")
        possible = [fault for path in rooms()[room] for fault in _Module(path).faults()]
        for fault in chance.sample(possible, min(arguments.count, len(possible))):
            caught = is_seen(fault, room)
            seen, planted = seen + caught, planted + 1
            place = f"{fault.path.relative_to(REPOSITORY)}:{fault.line}"
            print(f"{'seen  ' if caught else 'UNSEEN'} {place}", flush=True)
            if not caught:
                print(shown(fault), flush=True)
    print(f"{seen} of {planted} faults were seen by the tests of their room")
    return 0 if seen * 10 >= planted * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
