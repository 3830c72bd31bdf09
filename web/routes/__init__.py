"""The addresses of the web process, one group a file."""
