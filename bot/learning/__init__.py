"""Linear learners over sentence vectors and word features."""
