"""Whether the gate blocks models that are worse, and lets the others through."""
