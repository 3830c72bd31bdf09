"""The whole dialogue as one picture, drawn from the files that make it."""
