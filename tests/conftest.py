"""What holds for all tests: `--update-golden`, what is slow, and that none is green or red by luck."""

from __future__ import annotations

import pytest
from hypothesis import settings
from support import TESTS
from support.chromium import browser, visit
from support.fixtures import fixed_time, make_deck, own_cache, run

__all__ = ["browser", "fixed_time", "make_deck", "own_cache", "run", "visit"]

# A test machine may be busy: time is for `make bench`. `make test-random` tries other numbers.
settings.register_profile("seeded", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("seeded")

SLOW = (
    "anki/test_packages",
    "console/test_fixing",
    "importer/test_reading",
    "outputs/test_paper",
    "outputs/test_site_in_browser",
    "outputs/test_site_in_firefox",
    "preview/",
    "promises/",
    "pull/test_pull",
    "releases/test_audit",
    "releases/test_release",
    "svg/test_svg",
    "system/test_remembered",
    "templates/test_look",
    "templating/test_template_files",
)
"""What takes most of the time: browsers, the real Anki, attacks, long inputs. `make test-quick` leaves it out.

Single tests of other modules are marked where they stand."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the goldens should be; review the diff."""
    meaning = "renew the recorded outputs"
    parser.addoption("--update-golden", action="store_true", help=meaning)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test of a slow module."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            name = item.path.relative_to(TESTS).as_posix()
            if name.startswith(SLOW):
                item.add_marker(pytest.mark.slow)
