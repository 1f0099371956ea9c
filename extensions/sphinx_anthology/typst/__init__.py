"""Typst: compiler, fonts, text, drawings and formulas, for several outputs.

The packages of Typst are only imported when volumes or share images are made.
"""
