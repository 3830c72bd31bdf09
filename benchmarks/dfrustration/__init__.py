"""The frustration model on other people's grades."""
