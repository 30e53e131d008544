"""Further commands: one file is one command, named like its file; it holds `command`, a
click.Command."""
