"""Volumes: what PDFs and EPUBs of the publication and of every series have in common."""
