"""Protobuf's wire format, as far as Anki's own messages need it to be read.

Source: protobuf.dev/programming-guides/encoding. A message is a row of fields, and each begins with
a key, `number << 3 | wire type`: `0a 03 61 62 63` is field 1, of wire type 2, three bytes, `abc`.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED_64, _COUNTED, _FIXED_32 = 0, 1, 2, 5
"""Wire types; 3 and 4, groups, are no longer written."""


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
        elif wire_type == _FIXED_64:
            at += 8
        elif wire_type == _FIXED_32:
            at += 4
        else:
            return


def texts(message: bytes | None) -> dict[int, str]:
    """The same as texts, by the number of the field; of equal numbers the last one counts."""
    return {number: value.decode("utf-8", "replace") for number, value in fields(message or b"")}


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends: seven bits a byte, the lowest first; `ac 02` is 300."""
    value = shift = 0
    while shift < 64:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # the highest bit says that more follow
            return value, at
    raise ValueError("not a number")
