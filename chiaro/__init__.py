"""The command line of all parts: `python -m chiaro`, or `bin/chiaro`."""
