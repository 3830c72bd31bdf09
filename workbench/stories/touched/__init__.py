"""Which tests a change touches."""
