"""A plug-in is a module found by being in its folder; its file name is its name."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType


@functools.cache
def names(package: str) -> dict[str, str]:
    """`{kebab-name: dotted module}` of a package's modules, sorted, without importing them.

    A name that Python keeps for itself ends in `_`: `import_` is "import".
    """
    folders = importlib.import_module(package).__path__
    modules = sorted(module.name for module in pkgutil.iter_modules(folders))
    found: dict[str, str] = {}
    for module in modules:
        if not module.startswith("_"):
            name = module.rstrip("_").replace("_", "-")
            found[name] = f"{package}.{module}"
    return found


def summaries(package: str) -> dict[str, str]:
    """What each module says of itself behind the colon of its docstring's first line.

    None is imported for it.
    """
    folder = Path(importlib.import_module(package).__path__[0])
    found: dict[str, str] = {}
    for name, module in names(package).items():
        path = folder / f"{module.rpartition('.')[2]}.py"
        # """`diff`: what changes between two revisions."""
        line, _, _ = path.read_text("utf-8").partition("\n")
        _, _, summary = line.strip('"').partition(": ")
        found[name] = summary[:1].upper() + summary[1:]
    return found


@functools.cache
def discover(package: str) -> dict[str, ModuleType]:
    """`{kebab-name: module}` of a package's modules, sorted by name."""
    return {name: importlib.import_module(module) for name, module in names(package).items()}


def load(module: str) -> ModuleType:
    """One plug-in, by its dotted name."""
    return importlib.import_module(module)


def lazy(module: str) -> ModuleType:
    """The module, imported on first use: `--help` must not pay for the parser and the packager."""
    if module in sys.modules:
        return sys.modules[module]
    spec = importlib.util.find_spec(module)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(module)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    return loaded
