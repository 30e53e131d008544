"""A Markdown file that no person wrote by hand.

A file of many megabytes, or lists nested hundreds deep, would keep the build busy for ever.

Bad:
    one file of 8 MB

Good:
    a file for each topic
"""

FIX = "split the file"
WAIVABLE = False
