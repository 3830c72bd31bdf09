"""Conflicts explained: what was found in the project, side by side with a mend."""
