"""The console's pages and calls."""
