"""`preview`: the deck as Anki shows it, in a browser on this machine, while its author writes.

`live_deck` reads the deck again whenever a file changes; `card_pages` makes what is seen of a card;
`server` speaks HTTP.
"""
