"""The review's pages."""
