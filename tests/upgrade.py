"""`make upgrade-test`: the real deck through ten releases and 200 random changes, on several versions of Anki.

    python tests/upgrade.py [--anki VERSION …] [--releases N] [--changes N] [--kills N] [--seed N]

Copies the deck into build/upgrade/, releases it with the real command, and lets a learner on each version of Anki (each
in its own environment, made once below build/anki/) import every release. Then it kills `release` at random moments.
Prints what was lost, by version; ends with 1 if anything was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from support.histories import History  # noqa: E402  (run as a script: the path comes first)
from support.released import check_mods, commit, git, package_mods, quiet  # noqa: E402

from deckpress.deck import ledger  # noqa: E402

VERSIONS = ("26.9.3", "24.11", "23.12.1", "2.1.66")
FIRST_TIME, WEEK = 1_690_000_000, 7 * 86400


def main() -> int:
    """Everything; 0 if nobody lost anything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--anki", nargs="*", default=VERSIONS, metavar="VERSION")
    parser.add_argument("--releases", type=int, default=10)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    work = REPOSITORY / "build" / "upgrade"
    shutil.rmtree(work, ignore_errors=True)
    root = copied_deck(work / "deck")
    packages = released(root, work, given.releases, given.changes, random.Random(given.seed))
    lost = sum(learned(version, packages, given.seed) for version in given.anki)
    torn = killed(root, given.kills, random.Random(given.seed)) if given.kills else 0
    return int(lost + torn > 0)


def copied_deck(root: Path) -> Path:
    """A copy in git in which only the ledger's checks stop a release: random words would trip the others."""
    root.mkdir(parents=True)
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    (root / ledger.FILE).unlink(missing_ok=True)
    (root / ledger.RETIRED_FILE).unlink(missing_ok=True)
    text = (REPOSITORY / "deckpress.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[checks\.severity\].*?(?=^\[|\Z)", "", text)
    (root / "deckpress.toml").write_text(text + quiet(), encoding="utf-8")
    commit(root, "the deck")
    return root


def released(
    root: Path, work: Path, releases: int, changes: int, chance: random.Random
) -> list[Path]:
    """The packages of a history that the real command released, a week apart."""
    history, packages, done = History(root, chance), [], Counter()
    each = [changes // (releases - 1) + (n < changes % (releases - 1)) for n in range(releases - 1)]
    for number, count in enumerate([0, *each]):
        done += Counter(history.change().split()[0] for _ in range(count))
        commit(root) if count else None
        run_release(root, f"1.{number}", FIRST_TIME + number * WEEK)
        commit(root, f"release 1.{number}")
        packages.append(next((root / "build").glob("*.apkg")).rename(work / f"1.{number}.apkg"))
        touched = history.released()
        if number:
            check_mods(*map(package_mods, packages[-2:]), *touched)
        shutil.copy(root / "build/RELEASE_NOTES.md", work / f"1.{number}.md")
    print(
        f"{releases} releases, {sum(done.values())} changes: {dict(sorted(done.items()))}",
        flush=True,
    )
    return packages


def run_release(root: Path, version: str, when: int) -> None:
    """The real command, with its own gate on the Anki that is installed here."""
    command = [
        sys.executable,
        str(REPOSITORY / "pipeline.py"),
        "--root",
        str(root),
        "release",
        version,
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"release {version} failed:\n{done.stdout}{done.stderr}")


def learned(version: str, packages: list[Path], seed: int) -> int:
    """What a learner on that Anki lost over all releases; prints it."""
    python = environment(version)
    command = [python, "-m", "deckpress.releases.upgrade", *map(str, packages), "--seed", str(seed)]
    where = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=where, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        print(
            f"anki {version} ended with {done.returncode}: {(done.stderr + done.stdout).strip()[-500:]}"
        )
        return 1
    steps = report["steps"]
    lost = Counter({what: len(which) for step in steps for what, which in step["losses"].items()})
    log = Counter()
    for step in steps:
        log.update({**step["log"], "answers": step["answers"], "acts": sum(step["acts"].values())})
    end, seconds = steps[-1], time.perf_counter() - started
    print(
        f"anki {report['anki']}: {len(steps)} updates, {dict(log)}, {end['notes']} notes, {end['reviewed']} studied"
    )
    print(f"    lost: {dict(lost) or 'nothing'} ({seconds:.0f} s)", flush=True)
    return sum(lost.values())


def environment(version: str) -> str:
    """The Python of a virtual environment with that Anki, made if need be; or this one, if it has it."""
    folder = REPOSITORY / "build" / "anki" / version
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", f"anki=={version}"], check=True)
    return str(python)


def killed(root: Path, times: int, chance: random.Random) -> int:
    """Kill a release at random moments; how often neither the old nor the new state was left."""
    command = [
        sys.executable,
        str(REPOSITORY / "pipeline.py"),
        "--root",
        str(root),
        "release",
        "2.0",
    ]
    old = (root / ledger.FILE).read_bytes()
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    length = time.perf_counter() - started
    lines = len((root / ledger.FILE).read_bytes().splitlines())
    seen = Counter()
    for _ in range(times):
        git(root, "checkout", "--quiet", ".")
        process = subprocess.Popen(command, stdout=-3, stderr=-3, start_new_session=True)
        time.sleep(chance.uniform(0, length * 1.1))
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        seen[state(root, old, lines)] += 1
    print(f"killed {times} times: {dict(sorted(seen.items()))}", flush=True)
    return seen["torn"]


def state(root: Path, old: bytes, lines: int) -> str:
    """`old`, `new` or `torn`."""
    changed = git(root, "status", "--porcelain").split("\n")
    found = (root / ledger.FILE).read_bytes()
    if found == old:
        return "old" if changed == [""] else "torn"
    whole = not ledger.read(root)[1] and len(found.splitlines()) == lines
    return "new" if whole and changed == [f" M {ledger.FILE}", ""] else "torn"


if __name__ == "__main__":
    sys.exit(main())
