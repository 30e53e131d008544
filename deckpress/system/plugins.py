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
    path = importlib.import_module(package).__path__
    found = sorted(m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_"))
    return {name.rstrip("_").replace("_", "-"): f"{package}.{name}" for name in found}


def summaries(package: str) -> dict[str, str]:
    """What each module says of itself after the colon of its docstring's first line, without importing it."""
    folder = Path(importlib.import_module(package).__path__[0])
    paths = {
        name: folder / f"{module.rpartition('.')[2]}.py" for name, module in names(package).items()
    }
    first = {
        name: path.read_text("utf-8").partition("\n")[0].strip('"') for name, path in paths.items()
    }
    return {
        name: (text := line.partition(": ")[2])[:1].upper() + text[1:]
        for name, line in first.items()
    }


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
