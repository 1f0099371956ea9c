"""What several outputs need of Typst: its compiler, fonts, text for it, and drawings.

All of it is wanted only where volumes or share images are made, so nothing is imported
before it is used.
"""
