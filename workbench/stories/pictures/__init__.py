"""Small pictures for pages and the terminal."""
