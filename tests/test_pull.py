"""`pull` on the real Anki: edits come back to the very lines they came from, and nothing else changes."""

from __future__ import annotations

import difflib
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions
from anki_collection import collection, install, note
from conftest import MakeDeck, Run
from released import quiet, release

from deckpress import config, identity, render, sources
from deckpress.pull.form import form
from deckpress.pull.merge import merged

TOML = '[deck]\nname = "Test"\nnamespace = "test"\n[checks.bad-value]\nlevel = ["core", "advanced"]\nfacet = ["why"]\n'
TAGS = "".join(f'[tags."t::{name}"]\ndescription = "{name}"\n' for name in ("one", "two", "three"))
PAGE = r"""---
tags: [t::one]
---
# Title

## What is the *answer* to it?
<!-- id: plain-card; level: core; origin: X; tags: t::two -->

The answer is a product
of [many][ref] factors, _each_ below one.

It has a second paragraph \(x_i\) with `code * here`.

* first item
* second item
    * nested item
* third item

```python
def f(x):
    return x + 1  # comment
```

| name | value |
|:-----|------:|
| a    | 1     |

### Analogy
Like a chain.

### Sources
- Book 2016, §1

## The cloze card
<!-- id: cloze-card; type: cloze -->

The slope is {{c1::$\frac{a}{b}$::a ratio}} and the {{c2::sign}} is positive.

$$
E = m c^2
$$

## Which options are right?
<!-- id: choice-card; type: choice -->

- [x] this one
- [ ] that one

Since it is so.

![A picture](media/p.svg)

[ref]: https://example.org/many
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
Edit = Callable[[Collection], None]


@pytest.fixture
def deck(make_deck: MakeDeck) -> Path:
    """A deck with most that Markdown can say, in the ways that our converter would not write it."""
    return make_deck(
        {
            "deckpress.toml": TOML + quiet().replace("[checks.severity]", "[checks.severity]"),
            "content/page.md": PAGE,
            "content/tags.toml": TAGS,
            "content/media/p.svg": SVG,
        }
    )


def _built(root: Path, run: Run) -> Path:
    assert run(root, "build", "--only", "apkg").exit_code == 0
    return next((root / "build").glob("*.apkg"))


def _learned(folder: Path, package: Path, edit: Edit, legacy: bool = False) -> Path:
    """A learner imports, edits and exports."""
    out = folder / "export.apkg"
    with collection(folder / "anki") as col:
        install(col, package)
        edit(col)
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=str(out), options=options, limit=None)
    return out


def _change(identifier: str, field: str, old: str, new: str) -> Edit:
    """An edit in Anki's editor: `old` must be there."""

    def edit(col: Collection) -> None:
        found = note(col, identifier)
        assert old in found[field], found[field]
        found[field] = found[field].replace(old, new, 1)
        col.update_note(found)

    return edit


def _changed_lines(before: str, after: str) -> list[str]:
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0)
    return [row for row in rows if row[0] in "+-" and not row.startswith(("+++", "---"))]


def _fields(root: Path) -> dict[str, dict[str, str]]:
    given = config.load(root, jobs=1)[0]
    book, _ = render.book(sources.read(given, lambda page: None)[0], given)
    return {n.card.id: dict(zip(identity.fields(n.card.kind), n.fields, strict=True)) for n in book.notes}


EDITS = [
    ("plain-card", "Answer", "of <a", "or <a", ["-of [many][ref] factors, _each_ below one.",
                                              "+or [many][ref] factors, _each_ below one."]),
    ("plain-card", "Question", "to it", "to all", ["-## What is the *answer* to it?", "+## What is the *answer* to all?"]),
    ("plain-card", "Answer", "second item", "second <b>thing</b>", ["-* second item", "+* second **thing**"]),
    ("plain-card", "Answer", "nested item", "nested", ["-    * nested item", "+    * nested"]),
    ("plain-card", "Answer", r"\(x_i\)", r"\(x_{j} &lt; 3\)", [
        r"-It has a second paragraph \(x_i\) with `code * here`.",
        r"+It has a second paragraph $x_{j} < 3$ with `code * here`."]),
    ("plain-card", "Answer", "second paragraph", "second 2*3*4 paragraph", [
        r"-It has a second paragraph \(x_i\) with `code * here`.",
        r"+It has a second 2\*3\*4 paragraph \(x_i\) with `code * here`."]),
    ("plain-card", "Answer", ">1<", ">2<", None),
    ("plain-card", "Analogy", "Like a chain.", "Like a chain.<br><br>Or a rope.", ["+", "+Or a rope."]),
    ("plain-card", "Hint", "", "Think of <i>products</i>.", ["+### Hint", "+Think of *products*.", "+"]),
    ("plain-card", "Analogy", "Like a chain.", "", ["-### Analogy", "-Like a chain.", "-"]),
    ("cloze-card", "Answer", "c2::sign", "c2::mark", None),
    ("cloze-card", "Answer", r"\frac{a}{b}", r"\frac{a}{2b}", None),
    ("cloze-card", "Answer", "m c^2", "m c^3", ["-E = m c^2", "+E = m c^3"]),
    ("choice-card", "Answer", "that one", "that other one", ["-- [ ] that one", "+- [ ] that other one"]),
]  # fmt: skip


@pytest.mark.parametrize(("identifier", "field", "old", "new", "lines"), EDITS, ids=lambda value: str(value)[:24])
def test_an_edit_comes_back_to_its_lines(
    deck: Path, run: Run, tmp_path: Path, identifier: str, field: str, old: str, new: str, lines: list[str] | None
) -> None:
    """Only those lines change; a rebuilt deck has what the learner wrote; pulling again changes nothing."""
    theirs = _learned(tmp_path, _built(deck, run), _change(identifier, field, old, new))
    before = _fields(deck)
    shown = run(deck, "pull", theirs, "--dry-run")
    assert (deck / "content/page.md").read_text() == PAGE and "--- content/page.md" in shown.stdout
    result = run(deck, "pull", theirs)
    assert result.exit_code == 0, result.output
    after = (deck / "content/page.md").read_text()
    changed = _changed_lines(PAGE, after)
    if lines is None:
        assert len(changed) == 2, changed
    else:
        assert sorted(changed) == sorted(lines)
    wanted = before[identifier] | {field: before[identifier][field].replace(old, new, 1)}
    found = _fields(deck)
    assert {k: v for k, v in found.items() if k != identifier} == {k: v for k, v in before.items() if k != identifier}
    assert {k: form(v) for k, v in found[identifier].items() if k != "Choices"} == {
        k: form(v) for k, v in wanted.items() if k != "Choices"
    }
    again = run(deck, "pull", theirs)
    assert again.exit_code == 0 and (deck / "content/page.md").read_text() == after
    assert "changed nothing" in again.output
