"""The pages for staff, one a file."""
