"""Text preparation and word features."""
