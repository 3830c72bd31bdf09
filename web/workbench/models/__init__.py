"""Models: train, compare, promote, roll back."""
