"""What every plug-in keeps to, so that adding one is adding one file."""

from __future__ import annotations

import inspect
import re

import pytest
from support import REPOSITORY, TESTS

from deckpress import checks, outputs
from deckpress.deck import identity
from deckpress.model import KINDS, SECTIONS, SEVERITIES
from deckpress.system import plugins

CHECKS = checks.modules()


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_explains_itself(code: str) -> None:
    text = inspect.getdoc(CHECKS[code]) or ""
    assert text.splitlines()[0].endswith(".")
    assert "\nBad:\n" in text and "\nGood:\n" in text
    assert CHECKS[code].FIX and not CHECKS[code].FIX.endswith(".")
    assert getattr(CHECKS[code], "SEVERITY", "error") in SEVERITIES


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_has_a_golden_case(code: str) -> None:
    assert (TESTS / "golden" / code / "expected.txt").is_file()


FUNCTIONS = ("check", "check_card", "check_page")
CODELESS = [code for code, check in CHECKS.items() if not any(map(check.__dict__.get, FUNCTIONS))]


@pytest.mark.parametrize("code", CODELESS)
def test_a_check_without_code_says_where_its_fault_is_raised(code: str) -> None:
    assert _raises(code, inspect.getsource(CHECKS[code]))


def test_a_comment_that_leads_to_no_such_fault_is_seen() -> None:
    assert not _raises("bad-toml", 'FIX = "…"\n')
    assert not _raises("bad-toml", "# Raised by `deck/no_such_module.py`.\n")
    assert not _raises("bad-toml", "# Raised by `deck/clock.py`.\n")
    assert _raises(
        "bad-toml", "# Raised by `deck/toml.py`, and `deck/clock.py` has to do with it.\n"
    )


def _raises(code: str, source: str) -> bool:
    """Whether a module that the comment of a check names, in the package, holds its code."""
    comment = re.search(r"^# Raised by (?:.|\n# )*", source, re.MULTILINE)
    named = re.findall(r"`([\w/]+\.py)`", comment[0]) if comment else []
    paths = [REPOSITORY / "deckpress" / name for name in named]
    if not all(path.is_file() for path in paths):
        return False
    return any(f'"{code}"' in path.read_text("utf-8") for path in paths)


def test_every_fault_of_the_parser_is_a_check() -> None:
    """A code without a module could neither be explained nor reported."""
    source = "".join(
        path.read_text("utf-8") for path in (REPOSITORY / "deckpress" / "sources").glob("*.py")
    )
    codes = {
        *re.findall(r'code="([a-z0-9-]+)"', source),
        *re.findall(r'_fault\(\s*"([a-z0-9-]+)"', source),
    }
    assert len(codes) > 8
    assert codes <= set(CHECKS)


def test_every_output_says_what_it_writes() -> None:
    for name, module in outputs.modules().items():
        assert module.__doc__, name
        assert list(inspect.signature(module.write).parameters) == ["book", "config"], name


def test_every_command_says_what_it_does() -> None:
    for name, summary in plugins.summaries("deckpress.commands").items():
        assert summary, name


def test_every_kind_has_templates_and_every_section_a_field() -> None:
    assert set(identity.TEMPLATES) == set(KINDS)
    assert set(SECTIONS) < set(identity.FIELDS)
