"""`ids` writes what is missing and nothing else."""

from __future__ import annotations

from support import MakeDeck, Run


def test_ids_adds_ids_and_changes_nothing_else(make_deck: MakeDeck, run: Run) -> None:
    text = "\ufeff# T\n\n## What is ReLU?\n\nA.\n\n## What is ReLU?\n<!-- level: core -->\n\nB.\n## Ähm"
    text = text.replace("\n", "\r\n")
    root = make_deck({"content/a.md": text.encode()})
    assert "3 ids written" in run(root, "ids").output
    lines = (root / "content" / "a.md").read_bytes().decode()
    assert (
        "## What is ReLU?\r\n<!-- id: what-is-relu -->\r\n\r\nA." in lines
        or "what-is-relu-2" in lines
    )
    stripped = lines.replace("<!-- id: what-is-relu -->\r\n", "").replace(
        "<!-- id: what-is-relu-2 -->\r\n", ""
    )
    stripped = stripped.replace("id: what-is-relu-2; ", "").replace("id: what-is-relu; ", "")
    assert stripped.startswith(text[:-5]) and "id: ahm" in lines
    assert "0 ids written" in run(root, "ids").output
