"""What a deck says of itself besides its cards: configuration, tables, ledger, media, names.

Each module reads one file or computes one fact; all are found below the deck's root, and each fault
has its line.
"""
