"""What a pull request cannot turn off, whatever it writes into deckpress.toml or beside a card."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support import TESTS, MakeDeck, Run
from support.released import commit

from deckpress import checks, render, sources
from deckpress.deck import config
from deckpress.model import SEVERITIES

CODES = sorted(checks.modules())
GUARDS = [code for code in CODES if checks.is_guard(code)]
CASES = [code for code in GUARDS if (TESTS / "golden" / code).is_dir()]

RESTS_ON = (
    "anki-markup", "bad-config", "bad-ledger", "bad-template", "broken-cloze", "cloze-numbers-changed", "duplicate-id",
    "guid-changed", "id-reused", "id-vanished", "kind-changed", "malformed-deck", "malformed-guid", "malformed-id",
    "malformed-tag", "math-unbalanced", "media-clash", "missing-id", "missing-media", "page-too-large", "raw-html",
    "schema-changed", "unknown-math-command", "unknown-section", "unknown-type", "unsafe-link", "unsafe-media",
    "unsafe-path",
)  # fmt: skip
"""Checks on which identity, safety or the packager rest."""

CARD = "## What is one?\n<!-- id: card-one -->\n\nOne.\n"


def test_what_identity_safety_and_the_packager_rest_on_is_a_guard() -> None:
    """And each guard is an error by itself; all that cannot be waived is one."""
    assert not {*RESTS_ON} - {*GUARDS}
    assert all(getattr(checks.modules()[code], "SEVERITY", "error") == "error" for code in GUARDS)
    assert all(checks.is_waivable(code) for code in CODES if code not in GUARDS)


@pytest.mark.parametrize("code", GUARDS)
def test_a_guard_cannot_be_turned_off_or_down(code: str, make_deck: MakeDeck, run: Run) -> None:
    """Saying so is an error at its line, in any way to write it."""
    head = f'[deck]\nname = "T"  # {code} = "off"\n'
    ways = {
        f'{head}[checks.severity]\n"{code}" = "off"\n': "4:2",
        f'{head}[checks]\nseverity = {{ {code} = "warning" }}\n': "4:14",
        f'{head}checks.severity.{code} = "info"\n': f"1:1 {code}",
        f'{head}[checks.severity]\nunknown-tag = "off"\n{code} = "info"\n': "5:1",
    }
    for number, (settings, place) in enumerate(ways.items()):
        root = make_deck({"content/a.md": CARD, "deckpress.toml": settings}, f"deck-{number}")
        result = run(root, "check")
        if place.startswith("1:1"):  # below [deck], where it is no setting of a check at all
            assert "unknown key 'checks'" in result.output
        else:
            assert f"deckpress.toml:{place}: {code} is an error in every deck" in result.output
        assert result.exit_code == 1 and run(root, "build").exit_code == 1
        assert not (root / "build").exists()


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("code", [code for code in CODES if code not in GUARDS][:3])
def test_any_other_check_is_its_owners_business(
    code: str, severity: str, make_deck: MakeDeck, run: Run
) -> None:
    settings = f'[checks.severity]\n{code} = "{severity}"\n'
    assert (
        run(make_deck({"content/a.md": CARD, "deckpress.toml": settings}), "check").exit_code == 0
    )


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["en", "xx"])
def test_a_guard_fires_in_a_deck_that_turns_everything_off(
    case: str, language: str, tmp_path: Path
) -> None:
    """Its golden, with every check off, and options as loose as they come."""
    root = Path(shutil.copytree(TESTS / "golden" / case, tmp_path / case, symlinks=True))
    (root / config.FILE).touch()
    given, early = config.load(root, tmp_path, 1)
    options = {"page-too-large": {"bytes": 10**15}} if case != "page-too-large" else given.options
    given = replace(
        given, severities=dict.fromkeys(CODES, "off"), options=options, language=language
    )
    deck, problems = sources.read(given)
    problems += early + checks.run(deck, given) + render.problems(deck, given)
    assert any(p.code == case and p.severity == "error" for p in problems)


@pytest.mark.parametrize("code", [code for code in GUARDS if not checks.is_waivable(code)])
def test_a_card_cannot_excuse_itself_from_a_guard(code: str, make_deck: MakeDeck, run: Run) -> None:
    card = CARD.replace("-->", f"; allow: {code} -->\n<!-- trust me -->")
    result = run(make_deck({"content/a.md": card}), "build")
    assert result.exit_code == 1 and f"{code} cannot be waived [bad-waiver]" in result.output


HOSTILE = {
    "id": ('## One?\n<!-- id: x"><script>alert(1)</script> -->\n\nOne.\n', "malformed-id"),
    "no id": ("## One?\n\nOne.\n\n## Two?\n\nTwo.\n", "missing-id"),
    "media": (
        "## One?\n<!-- id: one-card -->\n\n![i](http://evil.example/x.png)\n",
        "unsafe-media",
    ),
    "twice": (CARD + CARD.replace("one?", "two?"), "duplicate-id"),
    "type": (CARD.replace("-->", "; type: clozed -->"), "unknown-type"),
    "sound": (
        "## One?\n<!-- id: one-card -->\n\nHear [sound:http://evil.example/x.mp3].\n",
        "anki-markup",
    ),
    "formula": ("## One?\n<!-- id: one-card -->\n\n$\\def\\R{x}$\n", "unknown-math-command"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_narrows_a_report_lets_no_build_pass(
    name: str, make_deck: MakeDeck, run: Run, tmp_path: Path
) -> None:
    """`--ignore`, `--select`, `--baseline` and `--changed-since` are for readers; `build` and `release` know none."""
    text, code = HOSTILE[name]
    off = "".join(f'{code} = "off"\n' for code in CODES)
    root = make_deck({"content/a.md": text, "deckpress.toml": f"[checks.severity]\n{off}"})
    commit(root)
    known = tmp_path / "known.json"
    errors = ",".join(CODES)
    narrowed = [("--ignore", errors), ("--select", "empty-page"), ("--changed-since", "HEAD"),
                ("--write-baseline", str(known)), ("--baseline", str(known))]  # fmt: skip
    assert [run(root, "check", *options).exit_code for options in narrowed] == [0] * len(narrowed)
    for command in (("build",), ("release", "1.0"), ("pdf", "--browser", __file__)):
        result = run(root, *command)
        assert result.exit_code == 1 and f"[{code}]" in result.output, result.output
        assert run(root, *command, "--ignore", code).exit_code == 2
    assert not (root / "build").exists()


@pytest.mark.parametrize(("option", "value"), [
    ("[checks.page-too-large]\nbytes", "5_000_001"), ("[checks.page-too-large]\nbytes", "0"),
    ("[checks.page-too-large]\nbytes", "-1"), ("[checks.page-too-large]\nbytes", '"x"'),
    ("[checks.page-too-large]\nbytes", "9223372036854775807"), ("[checks.page-too-large]\nbytes", "true"),
    ("[checks.shared-sentence]\nwords", "1_000_000_000"), ("[checks.shared-sentence]\nwords", "-5"),
])  # fmt: skip
def test_an_option_cannot_loosen_a_guard_or_never_end(
    option: str, value: str, make_deck: MakeDeck, run: Run
) -> None:
    page = CARD + "x" * 5_000_000
    root = make_deck(
        {"content/a.md": page, "content/b.md": CARD, "deckpress.toml": f"{option} = {value}\n"}
    )
    output = run(root, "check").output
    assert "deckpress.toml:2:1: option" in output and "[bad-config]" in output
    assert "content/a.md:1:1: larger than 5,000,000 bytes [page-too-large]" in output


def test_diff_says_which_checks_are_set_differently(make_deck: MakeDeck, run: Run) -> None:
    """In a pull request nobody may overlook it; what is no setting of a check is not mentioned."""
    settings = '[deck]\nname = "T"\nnamespace = "t"\n'
    root = make_deck({"content/a.md": CARD, "deckpress.toml": settings})
    commit(root)
    assert "set differently" not in run(root, "diff", "HEAD").output
    more = '[checks.severity]\nunknown-tag = "off"\n[checks.answer-too-long]\nwords = 9000\n'
    (root / "deckpress.toml").write_text(settings.replace('"T"', '"U"') + more)
    output = run(root, "diff", "HEAD").output
    assert "check set differently: unknown-tag: error -> off\n" in output
    assert "check set differently: answer-too-long words: 45 -> 9000\n" in output
    assert output.count("set differently") == 2
    text = run(root, "diff", "HEAD", "--format", "markdown").output
    assert "<code>unknown-tag</code>: error → off" in text
    assert '{\n      "check": "unknown-tag",\n      "before": "error",\n      "after": "off"\n    }' in run(
        root, "diff", "HEAD", "--format", "json").output  # fmt: skip


def test_what_strangers_write_into_a_setting_is_no_markup(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": CARD, "deckpress.toml": '[deck]\nname = "T"\n'})
    commit(root)
    known = (
        '["**x** [y](http://evil.example) <img src=x> @everyone | \\n\\n# z", "'
        + "long " * 99
        + '"]'
    )
    (root / "deckpress.toml").write_text(
        f'[deck]\nname = "T"\n[checks.undefined-acronym]\nknown = {known}\n'
    )
    text = run(root, "diff", "HEAD", "--format", "markdown").output
    (row,) = [line for line in text.split("\n") if "undefined-acronym" in line]
    assert (
        row.startswith("<p><b>")
        and row.endswith("</p>")
        and "<img" not in row
        and "@everyone" not in row
    )
    assert len(row) < 400
