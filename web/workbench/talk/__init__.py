"""Talk and look inside: a conversation that is tried out, beside what happened in each of its turns."""
