"""JSON that somebody else wrote: the only place where it is read."""

from __future__ import annotations

import json
import re
from typing import Any

_SURROGATE = re.compile(r"\\u[dD]")
"""How half of a character beyond U+FFFF begins: `\\ud83d`, before the other half `\\ude00`."""


def loads(text: str | bytes) -> Any:
    """What JSON says; half a character becomes a replacement character, as no file could hold it.

    Raises ValueError for anything that is no JSON, nests too deeply, or holds a number of thousands
    of digits; if the place is known, it has a `lineno`.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "replace")
    try:
        value = json.loads(text)
        if _SURROGATE.search(text):
            # UTF-16 joins the halves that belong together, and says which are alone
            written = json.dumps(value, ensure_ascii=False)
            whole = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return json.loads(whole)
        return value
    except RecursionError:
        raise ValueError("nested too deeply") from None


def values(table: Any, key: str) -> list[Any]:
    """The list below a key; an empty one if there is none."""
    value = table.get(key)
    return value if isinstance(value, list) else []


def dicts(table: Any, key: str) -> list[dict[str, Any]]:
    """The objects in the list below a key; none if there is no such list."""
    return [entry for entry in values(table, key) if isinstance(entry, dict)]
