"""What is replaced in Rasa's engine while it serves: the same results at a fraction of the cost."""
