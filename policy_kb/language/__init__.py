"""What the two languages need: stems, stop words, readability, plain words."""
