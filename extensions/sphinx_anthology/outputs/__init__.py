"""The outputs of a publication: one folder each, a Sphinx extension by itself."""
