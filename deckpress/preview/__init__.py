"""`preview`: the deck as Anki shows it, in a browser on this machine, while its author writes.

`stage` reads the deck again whenever a file changes; `pages` makes what is seen of a card; `server` speaks HTTP.
"""
