"""Lighthouse on the built site; see __main__."""
