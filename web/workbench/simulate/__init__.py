"""Simulated customers: who walks the tests' paths, and where answers change then."""
