"""Volumes: what PDFs and EPUBs of the publication and of series have in common."""
