"""Foreign sources: pages of questions in any dialect, packages, tables -> cards that a deck can take over."""
