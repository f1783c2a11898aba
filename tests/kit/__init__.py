"""Helpers that several test folders share; no tests in here."""
