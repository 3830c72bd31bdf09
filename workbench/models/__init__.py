"""Train a model, compare it with the one in force, let a gate judge it, promote it and roll back."""
