"""What people edited in Anki -> changes to the Markdown lines they came from.

`package` reads a collection, `bases` knows what its notes were before, `note` tells which fields differ, `merge` writes
the smallest change, `cards` and `tags` find its lines and test it, `pages` writes them.
"""

from deckpress.pull.learner_notes import Learned, Learner, read
from deckpress.pull.plan import Pulled, pulled

__all__ = ["Learned", "Learner", "Pulled", "pulled", "read"]
