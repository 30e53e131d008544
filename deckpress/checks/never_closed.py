"""A code block or a comment that is never closed.

Everything below it, other cards too, becomes code or vanishes, and nothing else is said about it.

Bad:
    ```python
    loss.backward()

    ## What is an epoch?

Good:
    ```python
    loss.backward()
    ```

    ## What is an epoch?
"""

# Raised by `sources/slips.py`.
FIX = "close it on a line of its own"
WAIVABLE = False
