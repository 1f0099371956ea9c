"""The model: posts, series, authors, articles and the catalogue of them.

Nothing here imports Sphinx or docutils, reads a clock or writes a file.
"""
