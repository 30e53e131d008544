"""The fuzzers with a fixed seed and a fixed number of cases: what they found stays mended.

`make fuzz MINUTES=60` looks for more. And the fuzzers notice what is broken, each kind of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from support import REPOSITORY, TESTS

from tests.fuzz import outputs, shrink
from tests.fuzz.broken import BROKEN
from tests.fuzz.case import Case, load, store

FOUND = sorted(path.name for path in (TESTS / "fuzz/found").glob("*/"))
CASES = {"pages": 60, "packages": 200, "tables": 100}
"""About 20 seconds of one core each."""


def python(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own: the fuzzers fork, which threads of other tests forbid."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("generator", CASES)
def test_nothing_is_found_with_a_fixed_seed(generator: str) -> None:
    cases = str(CASES[generator])
    done = python(
        "-m",
        "tests.fuzz",
        generator,
        "--cases",
        cases,
        "--seed",
        "1",
        "--corpus",
        "tests",
        "--jobs",
        "2",
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert f"{cases} cases" in done.stdout


def test_what_was_found_once_stays_mended() -> None:
    done = python("-m", "tests.fuzz", "found")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert done.stdout.splitlines() == [f"{name}: fine" for name in FOUND]


@pytest.fixture(scope="module")
def noticed() -> dict[str, list[str]]:
    """For each way in which a command can be broken (and for none), what the oracle says."""
    names = json.dumps([*BROKEN, "fine"])
    code = "import json\nfrom tests.fuzz.broken import noticed\n"
    done = python("-c", f"{code}print(json.dumps({{name: noticed(name) for name in {names}}}))")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", BROKEN)
def test_the_oracle_notices_each_broken_promise(name: str, noticed: dict[str, list[str]]) -> None:
    assert noticed[name] == [name.partition(":")[0]]


def test_the_oracle_is_silent_where_nothing_is_broken(noticed: dict[str, list[str]]) -> None:
    assert noticed["fine"] == []


def test_the_same_name_makes_the_same_case_on_every_machine() -> None:
    """Whatever the hash seed: sets and dictionaries must not choose."""
    code = (
        "import hashlib\nfrom tests.fuzz import campaign, corpus\n"
        "known = corpus.read(False)\n"
        "cases = [campaign.made(f'pages:1:{number}', known) for number in range(40)]\n"
        "print(hashlib.sha256(repr(cases).encode()).hexdigest())"
    )
    first, second = (python("-c", code, seed=seed) for seed in ("1", "2"))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout


def test_a_failing_case_is_made_small() -> None:
    case = Case(
        "x",
        {"deck/a.md": b"one\ntwo\nthree bad lines\n" * 9, "deck/b.md": b"\n" * 99},
        (("check",), ("build",)),
    )
    small = shrink.shrunk(
        case, lambda c: ("build",) in c.commands and b"bad" in c.files.get("deck/a.md", b"")
    )
    assert (small.files, small.commands) == ({"deck/a.md": b"bad"}, (("build",),))


def test_a_case_comes_back_from_its_folder(tmp_path) -> None:
    files = {
        "deck/content/a.md": b"a\r\n\xff",
        "deck/content/\u00fc\x01 x.md": b"b",
        "source/x.apkg": b"",
    }
    case = Case(
        "pages:1:2",
        files,
        (("check",), ("import", "{source}/x.apkg")),
        {"deck/l": "../x"},
        ("a",),
        ("b",),
        ("c",),
        True,
    )
    store(case, tmp_path, "why")
    assert load(tmp_path) == case


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"x-booklet.html": "one <b>two</b>"}, []),
        ({"x-booklet.html": "one"}, ["booklet.html lacks two"]),
        ({"x-crib.html": "one"}, []),
        ({"site/index.html": "one two secret"}, ["site/index.html shows secret"]),
        ({"site/index.html": "one tw&#111; s&#101;cret"}, ["site/index.html shows secret"]),
    ],
)
def test_words_are_looked_for_in_outputs(texts: dict[str, str], expected: Sequence[str]) -> None:
    assert [*outputs.words(texts, ("one", "two"), ("secret",))] == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a\tb\n", []), ("a\x1fb", ["U+001F in x"]), ("\x85", ["U+0085 in x"])]
)
def test_control_characters_are_looked_for_in_outputs(text: str, expected: Sequence[str]) -> None:
    assert [*outputs.control_characters({"x": text})] == expected
