"""Set-up, start and supervision. Standard library only: it runs before any environment exists."""
