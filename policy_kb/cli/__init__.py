"""The command line `policy_kb`: one command a file."""
