"""What contradicts, overlaps, lacks or breaks something in the project, with its place and, where it can, a mend."""
