"""What went wrong in real conversations: collected, grouped by likeness, decided by trainers."""
