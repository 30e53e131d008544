"""A TOML file that cannot be read.

The rest of the file is unknown then, and the build would go on with defaults.

Bad:
    name = My deck

Good:
    name = "My deck"
"""

# Raised by `deck/toml.py`.
FIX = "mend the syntax at this place"
WAIVABLE = False
