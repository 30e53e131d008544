"""Jinja for templates that a stranger may have written: they see data, and have a budget.

Delimiters are `[[ ]]`, `[% %]` and `[# #]`, since Anki owns `{{ }}`. What a template can do is what
stands here: read public attributes of data, call macros, and use filters and tests that are paid
for by what they look at and make (`budget`). What Jinja's own sandbox would allow besides (methods
of Python objects, above all) is not there.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_eval_context,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from deckpress.templating import loading, paying
from deckpress.templating.budget import DEEPEST, STEP, Budget
from deckpress.templating.faults import located
from deckpress.templating.values import Configuration, LazyText, View, kind_of, public_names

PLAIN = (".md", ".toml", ".yml", ".txt", "Makefile")
"""Templates whose output is no HTML, and so is not escaped as such."""

UNUSED_FILTERS = ("attr", "pprint", "random", "urlize")
"""Jinja's filters that are not here: they look into objects, differ from run to run, or take ever
longer for some texts."""

FUNCTIONS = ("range", "dict", "namespace", "cycler", "joiner")
"""Jinja's own functions that do no harm: all but `lipsum`, which makes random text."""

SAME = ("==", "eq", "equalto", "!=", "ne")
ORDER = ("<", "lt", "lessthan", "<=", "le", ">", "gt", "greaterthan", ">=", "ge")
DEEP_TESTS = ("in", *SAME, *ORDER, "lower", "upper")
"""Tests that look at all of a value; the others see at once what they are asked."""

INCLUDE = 50 * STEP
"""Units for a template within a template."""

READABLE = (View, Undefined, TemplateModule, LoopContext, Namespace, Cycler, BlockReference)
"""What has attributes for templates."""

CALLABLE = (Macro, BlockReference, LoopContext, Joiner)
"""What a template can call, besides the functions that Jinja itself gives it."""


class Sandbox(SandboxedEnvironment):
    """Jinja over a deck's templates; strict about names, escaping by default."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))
    budget: Budget

    def __init__(self, root: Path, configuration: Configuration) -> None:
        super().__init__(
            loader=FunctionLoader(self._load),
            extensions=[paying.Tokens],
            autoescape=lambda name: not (name or "").endswith(PLAIN),
            undefined=StrictUndefined,
            finalize=self._shown,
            optimized=False,  # it would call filters while it compiles, and hide what they raise
            trim_blocks=True,
            lstrip_blocks=True,
            variable_start_string="[[",
            variable_end_string="]]",
            block_start_string="[%",
            block_end_string="%]",
            comment_start_string="[#",
            comment_end_string="#]",
        )
        self.root = root
        self.budget = Budget()
        self.sources: dict[str, str] = {}
        """The text of each template that was loaded."""
        self.functions = {name: self.globals[name] for name in FUNCTIONS}
        """What Jinja gives to all templates."""
        self.globals = {**self.functions, "config": configuration}
        for name in UNUSED_FILTERS:
            del self.filters[name]
        for name, made in self.filters.items():
            self.filters[name] = self._paid_filter(name, made)
        self.filters |= paying.filters(lambda: self.budget)
        for name in DEEP_TESTS:
            self.tests[name] = self._paid_test(self.tests[name])

    # --- templates ------------------------------------------------------------------------------

    def pieces(self, name: str, values: Mapping[str, object]) -> Iterator[str]:
        """The page that a template makes of these values, piece by piece. Raises BadTemplate."""
        self.budget = Budget(values)
        with located(name):
            for piece in self.get_template(name).generate(values):
                self.budget.spend(len(piece))
                yield piece

    def load(self, name: str) -> None:
        """Read and compile a template, and make nothing of it. Raises BadTemplate."""
        self.budget = Budget()
        with located(name):
            self.get_template(name)

    def variables(self, name: str) -> dict[str, object]:
        """What a template sets. Raises BadTemplate."""
        self.budget = Budget()
        with located(name):
            try:
                return vars(self.get_template(name).module)
            except Exception:
                self.handle_exception()  # which finds the lines that Jinja's code stands for

    def _load(self, name: str) -> tuple[str, str, None] | None:
        text = loading.read(self.root, name)
        if text is None:
            return None
        self.budget.spend(len(text))
        self.sources[name] = text
        return text, f"{loading.FOLDER}/{name}", None

    def join_path(self, template: str, parent: str) -> str:
        """The template that another one names; one that names itself means the built-in one."""
        self.budget.spend(INCLUDE)
        name = f"{loading.PREFIX}{template}" if template == parent else template
        active = _active()
        if name in active:
            circle = " → ".join([*reversed(active[: active.index(name) + 1]), name])
            raise TemplateRuntimeError(f"templates that need each other without end: {circle}")
        if len(active) > DEEPEST:
            raise TemplateRuntimeError(f"templates within templates, more than {DEEPEST} deep")
        return name

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        return super()._generate(paying.rewritten(source), *rest, **options)

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
        """As in Jinja; whatever it raises says which template it is about."""
        try:
            return super().compile(source, name, filename, *rest)
        except TemplateSyntaxError as error:
            error.name = error.name or name
            raise
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise TemplateSyntaxError(paying.TOO_DEEP, 1, name, filename) from error
        except ValueError as error:
            message = "a number of thousands of digits"
            raise TemplateSyntaxError(message, 1, name, filename) from error

    # --- what expressions do ----------------------------------------------------------------------

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: public data of what has some, an item of a mapping; nothing else."""
        self.budget.spend(STEP)
        missing = object()
        value: object = missing
        if isinstance(obj, (dict, TemplateReference)):
            value = _item(obj, attribute, missing)
        elif isinstance(obj, READABLE) or attribute in getattr(obj, "_fields", ()):
            value = missing if attribute.startswith("_") else getattr(obj, attribute, missing)
        is_method = callable(value) and isinstance(obj, View)
        return self._nothing(obj, attribute) if value is missing or is_method else value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`; with a text, also what `obj.argument` is."""
        self.budget.weigh(argument)
        if isinstance(argument, str) and not isinstance(obj, dict):
            return self.getattr(obj, argument)
        missing = object()
        value = _item(obj, argument, missing)
        return self.undefined(obj=obj, name=argument) if value is missing else value

    def _nothing(self, obj: Any, attribute: str) -> Undefined:
        hint = f"a {kind_of(obj)} has no {attribute!r}"
        if isinstance(obj, View):
            hint += f"; it has: {', '.join(public_names(obj))}"
        elif attribute in self.filters:
            hint += f", but there is a filter: value | {attribute}"
        return self.undefined(hint, name=attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a block, a loop, or a function of Jinja's own; nothing else."""
        if isinstance(obj, Undefined):
            obj()  # says what is undefined
        if not self._may_be_called(obj):
            raise SecurityError(f"a template can call macros, and this is a {kind_of(obj)}")
        self.budget.enter()
        self.budget.weigh(args)
        self.budget.spend(STEP * len(kwargs))
        result = super().call(context, obj, *args, **kwargs)
        self.budget.leave()
        self.budget.weigh(result)
        return result

    def _may_be_called(self, obj: object) -> bool:
        if isinstance(obj, MethodType):  # loop.cycle(), loop.changed(), and next() of a cycler
            return isinstance(obj.__self__, (LoopContext, Cycler))
        own = any(obj is function for function in self.functions.values())
        return own or isinstance(obj, CALLABLE)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """`left operator right`, paid for."""
        self.budget.before_operator(operator, left, right)
        result = super().call_binop(context, operator, left, right)
        self.budget.weigh(result)
        return result

    def concat(self, pieces: Iterable[str]) -> str:
        """What a macro, a block or a `set` block makes."""
        texts = list(pieces)
        self.budget.spend(sum(map(len, texts)))
        return "".join(texts)

    @pass_eval_context  # which keeps Jinja from calling it while it compiles
    def _shown(self, _: object, value: object) -> object:
        """What stands in `[[ ]]`, before it is escaped and written."""
        value = self._made(value)
        if isinstance(value, str):
            value.encode()  # a lone surrogate would only fail when the file is written
        elif not isinstance(value, (int, float, Undefined)) and value is not None:
            message = f"only texts and numbers can be shown, and this is a {kind_of(value)}"
            raise TemplateRuntimeError(message)
        self.budget.weigh(value)
        return value

    def _made(self, value: object) -> object:
        return self.budget.made(value) if isinstance(value, LazyText) else value

    # --- filters and tests --------------------------------------------------------------------------

    def _paid_filter(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        first = int(hasattr(made, "jinja_pass_arg"))  # such a one gets the context before the value

        @functools.wraps(made)
        def paid(*args: Any, **options: Any) -> Any:
            context, value, extras = args[:first], self._made(args[first]), args[first + 1 :]
            self.budget.before_filter(name, value, [*extras, *options.values()])
            result = made(*context, value, *extras, **options)
            # A generator would do its work later, and unseen.
            result = list(result) if isinstance(result, Iterator) else result
            self.budget.weigh(result)
            return result

        return paid

    def _paid_test(self, made: Any) -> Callable[..., Any]:
        @functools.wraps(made)
        def paid(*args: Any, **options: Any) -> Any:
            self.budget.weigh([*args, *options.values()])
            return made(*args, **options)

        return paid


def _item(obj: Any, key: Any, default: Any) -> Any:
    try:
        return obj[key]
    except (TypeError, LookupError):
        return default


def _active() -> list[str]:
    """The templates that are being rendered, the innermost first."""
    frame, names = inspect.currentframe(), []
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template and template.name not in names:
            names.append(template.name)
        frame = frame.f_back
    return names
