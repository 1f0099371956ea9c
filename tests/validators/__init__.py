"""Checkers of finished files, and what tests read out of them."""
