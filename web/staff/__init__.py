"""Pages for staff: the shell that all of them share, and those about accounts."""
