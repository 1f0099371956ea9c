"""What a blog hides in its texts, found again: proposals, each with the sentence that it rests on.

Nothing here changes a text. What is sure is applied and listed; the rest is asked (``review``).
"""
