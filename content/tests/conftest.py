"""The deck's own tests have the fixed time and the cache of all others."""

from support.fixtures import fixed_time, own_cache

__all__ = ["fixed_time", "own_cache"]
