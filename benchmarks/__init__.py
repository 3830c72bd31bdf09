"""What is measured, against what: each script prints a table and writes one JSON line into `results/`."""
