"""The HTML that a blog stores, made ready: a small tree of what a reader would have met."""
