"""Cards as Anki's notes: the values of their fields, and the fingerprint of each for releases."""
