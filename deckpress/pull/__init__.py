"""What people edited in Anki -> changes to the Markdown lines they came from.

learner_notes  a collection -> what a learner has
bases          what each of its notes was before it was edited
note_edits     which fields and tags of a note were edited
merge          the smallest change to Markdown that says what an edit says
card_edits     where it goes in the card, tried by reading the card again; tags: the same of tags
pictures       where pictures go that a learner has added
line_edits     lines of a page changed, and every other byte kept
plan           all of it, page by page
"""

from deckpress.pull.learner_notes import Learned, Learner, read
from deckpress.pull.plan import Pulled, pulled

__all__ = ["Learned", "Learner", "Pulled", "pulled", "read"]
