"""From a conversation to a test: read, chosen from, freed of personal data, and written."""
