"""The PDFs and EPUBs of whole publications."""
