"""The machine: files, git, other programs, processes, memory between runs.

Nothing here knows what a card is.
"""
