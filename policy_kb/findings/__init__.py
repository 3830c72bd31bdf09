"""What customers say about the company's rules, counted so that nobody's answer can be read from it."""
