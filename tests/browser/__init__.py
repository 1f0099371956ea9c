"""The two publications in a real browser, and before the checkers of the web."""
