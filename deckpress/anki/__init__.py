"""Anki's own formats: packages and collections read, its HTML as Markdown, its names, its cards.

Whoever meets Anki asks here: import, pull, releases, the tests.
"""
