"""Finding the policy that a question is about: full text, sentence vectors, example questions, fused."""
