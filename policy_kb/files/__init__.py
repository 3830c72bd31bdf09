"""Content files: reading, the schema, and the checks."""
