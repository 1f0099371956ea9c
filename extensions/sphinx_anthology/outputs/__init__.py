"""What the publication is made into: one folder each, a Sphinx extension by itself."""
