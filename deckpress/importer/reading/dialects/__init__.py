"""The ways in which pages write questions; one file is one of them.

A dialect has `ORDER` (the surest first; what an earlier one took is not offered to a later one) and
`find(page, free) -> list[Head]`: the questions it recognises among the blocks whose indexes are in
`free`.
"""
