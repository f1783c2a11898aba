"""Dialogs for the few choices that block: settings, about, shapes, consent to run code.

Role: each is one function that asks and returns the answer. Import rule: core and ui basics.
"""
