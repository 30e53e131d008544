"""What people edited in Anki -> changes to the Markdown lines it came from.

    read (package) -> what was it before (bases) -> which fields differ (form) -> Markdown (markdown, merge)
    -> whole lines of a page (cards, tags, pages)

    pulled(config, deck, book, learner, base) -> Pulled
"""

from deckpress.pull.package import Learned, Learner, read
from deckpress.pull.plan import Pulled, pulled

__all__ = ["Learned", "Learner", "Pulled", "pulled", "read"]
