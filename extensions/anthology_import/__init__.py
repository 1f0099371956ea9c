"""Imports posts of other systems and reports every loss.

No module here knows Sphinx, opens a socket, or trusts its input.
"""
