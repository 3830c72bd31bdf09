"""The shape of content files, as pydantic models: one noun a file."""
