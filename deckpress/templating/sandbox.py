"""Jinja for templates that a stranger may have written: they see data, and have a budget.

Delimiters are `[[ ]]`, `[% %]` and `[# #]`, since Anki owns `{{ }}`. What a template can do is what
stands here: read public attributes of data, call macros, and use filters and tests that are paid
for by what they look at and make (`budget`). What Jinja's own sandbox would allow besides (methods
of Python objects, above all) is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
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

from deckpress.deck.config import Config
from deckpress.templating import loading, paying
from deckpress.templating.budget import DEEPEST, STEP, Budget
from deckpress.templating.faults import NotSet, located, templates_in_use
from deckpress.templating.values import (
    DATA,
    LazyText,
    View,
    configuration,
    kind_of,
    public_names,
)

PLAIN = (".md", ".toml", ".yml", ".txt", "Makefile")
"""Templates whose output is no HTML, and so is not escaped as such."""

FUNCTIONS = ("range", "dict", "namespace", "cycler", "joiner")
"""Jinja's own functions that do no harm: all but `lipsum`, which makes random text."""

INCLUDE = 50 * STEP
"""Units for a template within a template."""

SHOWN = (str, int, float, type(None), Undefined)
"""What `[[ ]]` can show, the last by saying what is undefined."""

READABLE = (TemplateModule, LoopContext, Namespace, Cycler, BlockReference)
"""What of Jinja's own has attributes for templates, methods too."""

CALLABLE = (Macro, BlockReference, LoopContext, Joiner)
"""What a template can call, besides the functions that Jinja itself gives it."""


class Sandbox(SandboxedEnvironment):
    """Jinja over a deck's templates; strict about names, escaping by default."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))
    budget: Budget
    """Of the page that is being made."""
    reading: Budget
    """For reading and compiling the templates of the page that were not yet."""

    def __init__(self, config: Config) -> None:
        super().__init__(
            loader=FunctionLoader(self._load),
            extensions=[paying.Tokens],
            autoescape=_is_html,
            undefined=StrictUndefined,
            finalize=self._finalize,
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
        self.root = config.root
        self.budget, self.reading = Budget(), Budget()
        self.sources: dict[str, str] = {}
        """The text of each template that was read."""
        self.used: list[str] = []
        """The templates that the page consists of, the first one first."""
        self.functions = {name: self.globals[name] for name in FUNCTIONS}
        """What Jinja gives to all templates."""
        self.globals = {**self.functions, "config": configuration(config)}
        self.filters = paying.paid_filters(self.filters, lambda: self.budget)
        self.filters |= paying.own_filters(lambda: self.budget, self._shown)
        self.tests = paying.paid_tests(self.tests, lambda: self.budget)

    # --- templates ------------------------------------------------------------------------------

    def pieces(self, name: str, values: Mapping[str, object]) -> Iterator[str]:
        """The page that a template makes of these values, piece by piece. Raises BadTemplate."""
        self.budget, self.reading = Budget(values), Budget()
        self.used = [name]
        with located(name):
            for piece in self.get_template(name).generate(values):
                self.budget.spend(len(piece))
                yield piece

    def load(self, name: str) -> None:
        """Read and compile a template, and make nothing of it. Raises BadTemplate."""
        self.reading = Budget()
        with located(name):
            self.get_template(name)

    def variables(self, name: str) -> dict[str, object]:
        """What a template sets. Raises BadTemplate."""
        self.budget, self.reading = Budget(), Budget()
        with located(name):
            try:
                return vars(self.get_template(name).module)
            except Exception:
                self.handle_exception()  # which finds the lines that Jinja's code stands for

    def _load(self, name: str) -> tuple[str, str, None] | None:
        text = loading.read(self.root, name)
        if text is None:
            return None
        self.reading.spend(len(text))
        self.sources[name] = text
        return text, loading.file_name(self.root, name), None

    def join_path(self, template: str, parent: str) -> str:
        """The template that another one names; one that names itself means the built-in one."""
        self.budget.spend(INCLUDE)
        name = f"{loading.PREFIX}{template}" if template == parent else template
        active = templates_in_use()
        if name in active:
            since = active.index(name) + 1
            circle = " → ".join([*reversed(active[:since]), name])
            raise TemplateRuntimeError(f"templates that need each other without end: {circle}")
        if len(active) > DEEPEST:
            raise TemplateRuntimeError(f"templates within templates, more than {DEEPEST} deep")
        self.used.append(name)
        return name

    def _generate(
        self,
        source: nodes.Template,
        *rest: Any,
        **options: Any,
    ) -> str:
        return super()._generate(paying.rewritten(source), *rest, **options)

    def compile(
        self,
        source: Any,
        name: Any = None,
        filename: Any = None,
        *rest: Any,
    ) -> Any:
        """As in Jinja; whatever it raises says which template it is about."""
        try:
            return super().compile(source, name, filename, *rest)
        except TemplateSyntaxError as error:
            error.name = name or error.name  # Jinja's lexer puts the file's name there
            raise
        except (RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(paying.TOO_DEEP, 1, name, filename) from error
        except SyntaxError as error:  # what Python says of the code that Jinja made
            raise TemplateSyntaxError(error.msg, 1, name, filename) from error
        except ValueError as error:
            message = "a number of thousands of digits"
            raise TemplateSyntaxError(message, 1, name, filename) from error

    # --- what expressions do ----------------------------------------------------------------------

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: public data of what has some, an item of a mapping; nothing else."""
        self.budget.spend(STEP)
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        value = _MISSING
        if isinstance(obj, (dict, TemplateReference)):
            value = _item(obj, attribute)
        elif isinstance(obj, View):
            value = _public(obj, attribute)
            value = value if isinstance(value, DATA) else _MISSING  # no methods
        elif isinstance(obj, READABLE) or attribute in getattr(obj, "_fields", ()):
            value = _public(obj, attribute)
        return self._nothing(obj, attribute) if value is _MISSING else value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`; with a text, also what `obj.argument` is."""
        self.budget.weigh(argument)
        if isinstance(argument, str) and not isinstance(obj, dict):
            return self.getattr(obj, argument)
        value = _item(obj, argument)
        if value is not _MISSING:
            return value
        key = f"item {argument}" if isinstance(argument, (str, int)) else "such item"
        return self.undefined(f"a {kind_of(obj)} has no {key}", name=str(key))

    def _lacks(self, module: TemplateModule) -> bool:
        """Whether a built-in template asks one of the deck, which its author has seen."""
        asking = templates_in_use()
        if not asking or loading.is_own(self.root, asking[0]):
            return False
        return loading.is_own(self.root, str(module.__name__))

    def _nothing(self, obj: Any, attribute: str) -> Undefined:
        if isinstance(obj, TemplateModule) and self._lacks(obj):
            error: Any = partial(NotSet, str(obj.__name__), attribute)  # Jinja only calls it
            return self.undefined(name=attribute, exc=error)
        hint = f"a {kind_of(obj)} has no {attribute!r}"
        if isinstance(obj, View):
            hint += f"; it has: {', '.join(public_names(obj))}"
        elif attribute in self.filters:
            hint += f", but there is a filter: value | {attribute}"
        return self.undefined(hint, name=attribute)

    def call(
        self,
        context: Context,
        obj: Any,
        /,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call a macro, a block, a loop, or a function of Jinja's own; nothing else."""
        if isinstance(obj, Undefined):
            obj()  # says what is undefined
        if not self._may_be_called(obj):
            raise SecurityError(f"a template can call macros, and this is a {kind_of(obj)}")
        self.budget.enter()
        self.budget.weigh(args)
        self.budget.spend(STEP * len(kwargs))
        if obj in (dict, Namespace):
            self.budget.before_mapping(args)
        result = super().call(context, obj, *args, **kwargs)
        self.budget.leave()
        self.budget.weigh(result)
        # What a `call` block calls is shown without being asked for.
        return self._shown(result) if "caller" in kwargs else result

    def _may_be_called(self, obj: object) -> bool:
        if isinstance(obj, MethodType):  # loop.cycle(), loop.changed(), and next() of a cycler
            return isinstance(obj.__self__, (LoopContext, Cycler))
        if isinstance(obj, CALLABLE):
            return True
        return any(obj is function for function in self.functions.values())

    def call_binop(
        self,
        context: Context,
        operator: str,
        left: Any,
        right: Any,
    ) -> Any:
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
    def _finalize(self, _: object, value: object) -> object:
        return self._shown(value)

    def _shown(self, value: object) -> object:
        """What stands in `[[ ]]`, before it is escaped and written."""
        if isinstance(value, LazyText):
            value = self.budget.resolved(value)
        if not isinstance(value, SHOWN):
            message = f"only texts and numbers can be shown, and this is a {kind_of(value)}"
            raise TemplateRuntimeError(message)
        self.budget.weigh(value)
        if isinstance(value, str) and not value.isascii():
            value.encode()  # a lone surrogate would only fail when the file is written
        return value


def _is_html(name: str | None) -> bool:
    return not (name or "").endswith(PLAIN)


_MISSING: Any = object()


def _item(obj: Any, key: Any) -> Any:
    try:
        return obj[key]
    except (TypeError, LookupError):
        return _MISSING


def _public(obj: Any, attribute: str) -> Any:
    if attribute.startswith("_"):
        return _MISSING
    return getattr(obj, attribute, _MISSING)
