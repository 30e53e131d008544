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
