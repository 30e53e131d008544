"""What went wrong in a template -> a problem at its line."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from deckpress.model import printable
from deckpress.templating.loading import FIX, FOLDER, PREFIX, BadTemplate, bad_template
from deckpress.templating.values import NoFaultOfTheTemplate

# What the names of a deck's own templates begin with in tracebacks; see `loading.file_name`.
_OWN = f"{FOLDER}/"

LONGEST_MESSAGE = 200
"""Characters: what Python says of a value can hold all of the value."""


class NotSet(UndefinedError):
    """A template asks another one, that it imports, for what that one does not set.

    The slip is there: a deck's own `_words.html` may lack a word that a built-in template needs.
    """

    def __init__(self, template: str, attribute: str, message: str | None = None) -> None:
        super().__init__(f"it does not set {attribute!r}, which another template asks it for")
        self.place = template, 1
        self.fix = f'write [% set {attribute} = "…" %] into this template'


@contextmanager
def located(name: str) -> Iterator[None]:
    """Turns whatever goes wrong in the template `name` into a BadTemplate at the line of it."""
    try:
        yield
    except NoFaultOfTheTemplate as error:
        raise error.reason from error
    except BadTemplate:
        raise
    except Exception as error:
        raise _at_its_line(name, error) from error


def _at_its_line(name: str, error: Exception) -> BadTemplate:
    """The deck's own template is at fault, whichever built-in one it makes fail."""
    frames = _frames(error)
    own = [frame for frame in frames if frame[0].startswith(_OWN)]
    file, line = own[0] if own else (name, 1)
    file, line = getattr(error, "place", (file.removeprefix(_OWN), line))
    message = _message(error)
    failing, failing_line = frames[0] if frames else (name, 1)
    if own and failing.startswith(PREFIX):
        message += f" (in the {failing.replace('/', ' ')}, line {failing_line})"
    if isinstance(error, TemplateSyntaxError):
        file, line = error.name or file, error.lineno
    return bad_template(file, message, line, getattr(error, "fix", FIX))


def _message(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return _not_found(error)
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateError):
        text = error.message or ""
    text = printable(text)
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} …"


def _not_found(error: TemplateNotFound) -> str:
    name = printable(str(error.name or error))
    if name.startswith(PREFIX):
        name = name.removeprefix(PREFIX)
        return f"there is no built-in template {name}, which is what {name} itself can name so"
    return f"there is no template {name}"


def _frames(error: BaseException) -> list[tuple[str, int]]:
    """File and line of each template in which rendering failed, the innermost first."""
    places: list[tuple[str, int]] = []
    trace = error.__traceback__
    while trace:
        # Jinja rewrites tracebacks so that its templates stand in them like code.
        file = trace.tb_frame.f_code.co_filename
        if file.startswith((_OWN, PREFIX)):
            places.insert(0, (file, trace.tb_lineno))
        trace = trace.tb_next
    return places


def templates_in_use() -> list[str]:
    """The templates that are being rendered now, the innermost first: Jinja marks their frames."""
    frame, names = inspect.currentframe(), []
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template and template.name not in names:
            names.append(template.name)
        frame = frame.f_back
    return names
