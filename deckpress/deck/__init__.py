"""What a deck says of itself besides its cards: its configuration, its tables, its ledger, its media, its names.

Each module reads one file or computes one fact; all are found below the deck's root, and each fault has its line.
"""
