"""End-to-end tests of the hubcensus binary, as a user runs it. Run by tests/command_line.py."""
