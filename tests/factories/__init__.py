"""Makes valid content, one noun a file, so that a test says only what it is about."""
