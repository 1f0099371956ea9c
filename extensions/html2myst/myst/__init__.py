"""The tree of a body, written as MyST, and the proof that it says the same."""
