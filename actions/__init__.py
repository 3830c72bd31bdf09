"""Rasa's custom actions: one a file, thin, over the composer of `policy_kb`."""
