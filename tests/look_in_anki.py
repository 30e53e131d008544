#!/usr/bin/env python3
"""Pictures of cards in real Anki on the desktop: a maintainer's tool, not a test.

    python tests/look_in_anki.py build/deck.apkg relu-formula adamw --out build/look-in-anki --night

Anki starts with a new profile in a temporary folder and no screen (Qt's offscreen platform), imports the package,
shows front and back of each card (the first card of the note with this ID) and quits. `look.py` shows more, faster and
at more widths; this is the proof that it shows the truth.

Needs Anki itself in this Python: pip install "aqt[qt]", and on Debian: apt install libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libnss3 libasound2 libegl1 libgl1 libxkbcommon-x11-0 libxkbfile1
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    import anki.lang
    import aqt
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from aqt.profiles import ProfileManager, VideoDriver
    from aqt.qt import QTimer
    from aqt.theme import Theme, theme_manager
except ImportError as missing:
    sys.exit(f'look_in_anki.py: {missing}; pip install "aqt[qt]"')

ORDERS = "DECKPRESS_LOOK"
"""The environment variable that tells the add-on inside Anki what to do, as JSON."""

STARTING, SHOWING = 2000, 2500
"""Milliseconds until Anki's window, and a card with its formulas, are there."""


def seed(base: Path) -> None:
    """A profile without first-run dialogs, update checks and sync; Anki would wait for an answer for ever."""
    profiles = ProfileManager(base)
    profiles.setupMeta()
    profiles.meta.update(defaultLang="en_US", firstRun=False)
    profiles.set_update_check(False)
    anki.lang.set_lang("en_US")
    profiles.create("User 1")
    profiles.openProfile("User 1")
    profiles.profile.update(autoSync=False, syncMedia=False, syncKey=None)
    profiles.set_video_driver(VideoDriver.Software)
    profiles.save()
    profiles.db.close()


def run(args: argparse.Namespace) -> int:
    """Seed a profile, put this file into it as an add-on, and start Anki."""
    args.out.mkdir(parents=True, exist_ok=True)
    orders = {
        "package": str(args.package.resolve()),
        "cards": args.cards,
        "out": str(args.out.resolve()),
    }
    with tempfile.TemporaryDirectory() as folder:
        addon = Path(folder) / "addons21" / "look" / "__init__.py"
        addon.parent.mkdir(parents=True)
        addon.write_text(Path(__file__).read_text(encoding="utf-8"), encoding="utf-8")
        subprocess.run([sys.executable, __file__, "--seed", folder], check=True, env=_environment())
        start = [
            sys.executable,
            "-c",
            "import aqt; aqt.run()",
            "-b",
            folder,
            "-p",
            "User 1",
            "-l",
            "en",
        ]
        environment = _environment() | {
            ORDERS: json.dumps(orders | {"night": args.night, "size": args.size})
        }
        return subprocess.run(start, env=environment, timeout=60 + 10 * len(args.cards)).returncode


def _environment() -> dict[str, str]:
    flags = {
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox",
    }
    return {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", **flags, **os.environ}


# --- inside Anki ------------------------------------------------------------------------------------------------


def later(milliseconds: int, step: Callable[[], None]) -> None:
    """Go on in Anki's event loop; whatever goes wrong ends Anki."""

    def guarded() -> None:
        try:
            step()
        except Exception as error:
            said = f"look_in_anki.py: {type(error).__name__}: {error}"
            print(
                said, file=sys.__stderr__, flush=True
            )  # Anki's own sys.stderr opens a dialog, and waits
            os._exit(1)

    QTimer.singleShot(milliseconds, guarded)


def begin(orders: dict[str, Any]) -> None:
    """Import the package, open the reviewer, and show the first card."""
    window = aqt.mw
    window.pm.set_theme(Theme.DARK if orders["night"] else Theme.LIGHT)
    theme_manager.apply_style()
    window.resize(*orders["size"])
    request = ImportAnkiPackageRequest(
        package_path=orders["package"], options=ImportAnkiPackageOptions()
    )
    window.col.import_anki_package(request)
    top = min(
        (d for d in window.col.decks.all_names_and_ids() if d.name != "Default"),
        key=lambda d: len(d.name),
    )
    window.col.decks.select(top.id)
    window.moveToState("review")
    later(STARTING, lambda: front(orders, list(orders["cards"])))


def front(orders: dict[str, Any], cards: list[str]) -> None:
    """Show the front of the next card; after the last, quit."""
    if not cards:
        os._exit(0)
    found = aqt.mw.col.find_cards(f'ID:"{cards[0]}"', order="c.ord asc")
    if not found:
        raise LookupError(f"no such card: {cards[0]}")
    reviewer = aqt.mw.reviewer
    reviewer.card = aqt.mw.col.get_card(found[0])
    reviewer.card.start_timer()
    reviewer._showQuestion()
    later(SHOWING, lambda: back(orders, cards))


def back(orders: dict[str, Any], cards: list[str]) -> None:
    """Take the front's picture and show the back."""
    _picture(orders, f"{cards[0]}-front")
    aqt.mw.reviewer._showAnswer()
    later(SHOWING, lambda: onward(orders, cards))


def onward(orders: dict[str, Any], cards: list[str]) -> None:
    """Take the back's picture and go on."""
    _picture(orders, f"{cards[0]}-back")
    front(orders, cards[1:])


def _picture(orders: dict[str, Any], name: str) -> None:
    path = f"{orders['out']}/{name}-{'night' if orders['night'] else 'light'}.png"
    print(path, "written" if aqt.mw.grab().save(path) else "FAILED", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path)
    parser.add_argument("cards", nargs="+", metavar="CARD", help="ID of a note")
    parser.add_argument("--out", type=Path, default=Path("build/look-in-anki"))
    parser.add_argument("--night", action="store_true")
    parser.add_argument(
        "--size", type=int, nargs=2, default=(1000, 860), metavar=("WIDTH", "HEIGHT")
    )
    sys.exit(run(parser.parse_args()))


if ORDERS in os.environ:
    aqt.gui_hooks.profile_did_open.append(
        lambda: later(STARTING, lambda: begin(json.loads(os.environ[ORDERS])))
    )
elif sys.argv[1:2] == ["--seed"]:
    seed(Path(sys.argv[2]))
elif __name__ == "__main__":
    main()
