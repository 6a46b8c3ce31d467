"""Tests against programs that not every machine has; collected only where they are named on the command line."""

collect_ignore_glob = ["test_*.py"]
