"""What people see of a command: problems, counts, exit codes. Click is imported here and in
`commands`."""
