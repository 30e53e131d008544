r"""Something on a page that takes far longer to read than anything honest.

Some markup, and some code in some languages, costs time without end: an unclosed string of Scala with thirty
backslashes, for instance. Work on such a page is stopped, so that no page can keep a build busy for ever.

Bad:
    ```scala
    "\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\
    ```

Good:
    ```scala
    "\\\\"
    ```
"""

# Raised by `system/steps.py` for a page, by `deck/toml.py` for a table, by `checks/__init__.py` for
# a check of the whole deck.
FIX = "close the quotes and brackets, name the language `text`, or split the page"
WAIVABLE = False
