"""The kinds of files that can be imported; one file is one of them.

A format has `ORDER` (asked first to last), `recognises(path, head) -> bool` (`head`: its first
4,096 bytes) and `read(path, name, fields, tick) -> Harvest` (`name`: the path to report; `fields`:
what `--map` says; `tick`: told of progress). It raises Refused.
"""
