"""The trainers' pages: talk and look inside, tests, what went wrong, models, conflicts, simulated customers."""
