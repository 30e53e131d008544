"""Protobuf's wire format, as far as Anki's own messages need it to be read.

Source: protobuf.dev/programming-guides/encoding. A message is a row of fields, and each begins with
a key, `number << 3 | wire type`: `0a 03 61 62 63` is field 1, of wire type 2, three bytes, `abc`.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT = 0
_COUNTED = 2
_FIXED_SIZES = {1: 8, 5: 4}
"""Wire types, and the bytes of those of a fixed size; 3 and 4, groups, are no longer written."""


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """`(number, value)` of each text, message or row of bytes in a message.

    Raises ValueError or IndexError for what is no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire_type = key & 7
        if wire_type == _VARINT:
            _, at = _varint(message, at)
        elif wire_type == _COUNTED:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise ValueError("truncated")
            yield key >> 3, message[at : at + length]
            at += length
        elif wire_type in _FIXED_SIZES:
            at += _FIXED_SIZES[wire_type]
        else:
            return


def texts(message: bytes | None) -> dict[int, str]:
    """The same as texts, by the number of the field; of equal numbers the last one counts."""
    decoded = {}
    for number, value in fields(message or b""):
        decoded[number] = value.decode("utf-8", "replace")
    return decoded


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends: seven bits a byte, the lowest first; `ac 02` is 300."""
    value = 0
    for shift in range(0, 64, 7):
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:  # the highest bit says that more follow
            return value, at
    raise ValueError("not a number")
