"""The routes below `/api/desk`."""
