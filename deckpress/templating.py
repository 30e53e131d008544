"""The only importer of Jinja: pages, and the note types' templates and CSS.

Delimiters are `[[ ]]`, `[% %]` and `[# #]`, since Anki owns `{{ }}`. The deck's own `templates/` come first, then the
built-in ones, so that a deck can replace one file and keep the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from deckpress import identity
from deckpress.config import Config
from deckpress.model import NoteType, Problem, Span

HERE = Path(__file__).parent
BUILT_IN = HERE / "templates" if (HERE / "templates").is_dir() else HERE.parent / "templates"
"""The default templates: inside the installed package, or beside it in a checkout."""

SPECIAL_FIELDS = ("FrontSide", "Tags", "Type", "Deck", "Subdeck", "CardFlag", "Card", "CardID")
"""What `{{…}}` can name in an Anki template besides fields (Anki manual, Templates > Fields)."""

PLAIN = (".md", ".toml", ".yml", ".txt", "Makefile")
"""Templates whose output is no HTML, and so is not escaped as such."""

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
_FILTERS = re.compile(r"^(?:[#^/]|(?:(?:text|cloze|type|hint|furigana|kana|kanji|nc|cloze-only)\s*:\s*)+)")
_RENDERING_ERRORS = (TemplateError, TypeError, ArithmeticError, AttributeError, LookupError, RecursionError, OSError)


class BadTemplate(Exception):
    """A page's template failed while an output was written; holds the located problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@contextmanager
def located(name: str, config: Config) -> Iterator[None]:
    """Turns what goes wrong in a page's template into a BadTemplate."""
    try:
        yield
    except (TemplateError, SecurityError) as error:
        raise BadTemplate(_problem(name, error, config)) from error


def environment(config: Config) -> SandboxedEnvironment:
    """Jinja over the deck's templates; sandboxed, strict about names, escaping by default."""
    loaders: list[BaseLoader] = [FileSystemLoader(folder) for folder in _folders(config)]
    made = SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=lambda name: not (name or "").endswith(PLAIN),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    made.globals["config"] = config
    return made


def render(config: Config, name: str, /, **values: Any) -> tuple[str, list[Problem]]:
    """The text a template makes, or an empty one and what is wrong, located in the template's file."""
    try:
        return environment(config).get_template(name).render(**values), []
    except _RENDERING_ERRORS as error:
        return "", [_problem(name, error, config)]


def note_type(config: Config, kind: str, mod: int) -> tuple[NoteType, list[Problem]]:
    """One kind's note type from `templates/<kind>/` and `templates/card.css`.

    A kind with one card has front.html and back.html; with several, `forward-front.html` and so on, by template key.
    """
    css, problems = render(config, "card.css", kind=kind)
    sides = []
    for key in identity.TEMPLATES[kind]:
        names = [side_name(kind, key, side) for side in ("front", "back")]
        texts = []
        for name in names:
            text, found = render(config, name, kind=kind, fix_link=config.fix_link.replace("{id}", "{{text:ID}}"))
            problems += [*found, *_unknown_fields(name, kind, text, config)]
            texts.append(text)
        template_id = identity.stable_id(config.namespace, kind, "template", key)
        sides.append((key.capitalize(), template_id, texts[0], texts[1]))
    fields = tuple((name, identity.stable_id(config.namespace, kind, "field", name)) for name in identity.fields(kind))
    identifier = identity.stable_id(config.namespace, "note type", kind)
    made = NoteType(kind, identifier, f"{config.name} ({kind.capitalize()})", fields, tuple(sides), css, mod)
    return made, problems


def check(config: Config) -> list[Problem]:
    """What is wrong with the note types' templates, if the deck has some of its own."""
    if not (config.root / "templates").is_dir():
        return []
    return sorted({problem for kind in identity.TEMPLATES for problem in note_type(config, kind, 1)[1]})


def side_name(kind: str, key: str, side: str) -> str:
    """The template file of one side of one card."""
    return f"{kind}/{side}.html" if len(identity.TEMPLATES[kind]) == 1 else f"{kind}/{key}-{side}.html"


def _problem(name: str, error: BaseException, config: Config) -> Problem:
    file, line = _frame(error, config) or (name, 1)
    if isinstance(error, TemplateSyntaxError):
        file, line = error.name or file, error.lineno
    message = f"there is no template {error}" if isinstance(error, TemplateNotFound) else str(error)
    return Problem(Span(f"templates/{file}", line), "bad-template", message, fix="mend the template at this line")


def _frame(error: BaseException, config: Config) -> tuple[str, int] | None:
    """The template and line in which rendering failed: Jinja rewrites tracebacks to show them."""
    found, trace = None, error.__traceback__
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        folder = next((folder for folder in _folders(config) if path.is_relative_to(folder)), None)
        if folder:
            found = path.relative_to(folder).as_posix(), trace.tb_lineno
        trace = trace.tb_next
    return found


def _unknown_fields(name: str, kind: str, html: str, config: Config) -> Iterator[Problem]:
    """Anki shows an error on every card whose template names a field that does not exist."""
    for found in _REFERENCE.finditer(html):
        word = _FILTERS.sub("", found[1].strip()).strip()
        if word not in identity.fields(kind) and word not in SPECIAL_FIELDS:
            file, source = _origin(name, found[0], config)
            before = source[: max(source.find(found[0]), 0)]
            span = Span(f"templates/{file}", before.count("\n") + 1, len(before) - before.rfind("\n"))
            fix = f"use one of: {', '.join(identity.fields(kind))}"
            yield Problem(span, "bad-template", f"{found[0]}: there is no field {word!r}", fix=fix)


def _origin(name: str, reference: str, config: Config) -> tuple[str, str]:
    """The template that writes `reference`, and its text: the one rendered, or one that it extends or includes."""
    shared = sorted({path.name for folder in _folders(config) for path in folder.glob("_*.html")})
    for file in (name, *shared):
        path = next((folder / file for folder in _folders(config) if (folder / file).is_file()), None)
        source = path.read_text(encoding="utf-8", errors="replace") if path else ""
        if reference in source:
            return file, source
    return name, ""


def _folders(config: Config) -> tuple[Path, Path]:
    return config.root / "templates", BUILT_IN
