"""One check a file: each reads the sources and yields what it finds."""
