"""A key or value of content/similarity.toml that means nothing.

The file holds the deck's own words for comparing questions: terms that exclude each other, and other names of the same
thing. A list of one term separates questions with it from questions without it.

Bad:
    contrast = ["vanishing", "exploding"]

Good:
    contrast = [["vanishing", "exploding"], ["truncated"]]

    [aliases]
    RNN = "recurrent neural network"
"""

# Raised by `deck/comparison_words.py`.
FIX = 'write contrast = [["one", "other"]], and [aliases] with name = "long name"'
WAIVABLE = False
