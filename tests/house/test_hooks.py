"""The hooks for pre-commit."""

from __future__ import annotations

import re

import yaml
from support import REPOSITORY, Run


def test_the_hooks_run_commands_that_exist_on_files_that_matter(run: Run) -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "deckpress" and run(REPOSITORY, *arguments, "--help").exit_code == 0
        assert re.search(hook["files"], "content/a/b.md") and not re.search(
            hook["files"], "README.md"
        )
        assert hook["pass_filenames"] is False
