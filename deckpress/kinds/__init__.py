"""Cards as Anki's notes: the values of their fields, and the fingerprint by which a release knows them."""
