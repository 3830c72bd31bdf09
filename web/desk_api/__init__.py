"""The interface for other desks: conversations, suggestions, notes, and taking over, as JSON."""
