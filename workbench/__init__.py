"""The trainer's workbench without its pages: training data, tests, models, findings and simulated customers."""
