"""The project's folder: which files may be read and written, and how."""
