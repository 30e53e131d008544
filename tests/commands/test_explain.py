"""`explain` and `checks` say the same."""

from __future__ import annotations

from support import MakeDeck, Run

CARD = "## What is an epoch?\n<!-- id: epoch -->\n\nOne pass over all examples.\n"


def test_explain_and_checks_agree(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": CARD})
    listed = [line.split()[0] for line in run(root, "checks").output.splitlines()]
    assert "missing-id" in listed and listed == sorted(listed)
    assert "Bad:" in run(root, "explain", "missing-id").output
