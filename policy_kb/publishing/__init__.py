"""From content files to published revisions."""
