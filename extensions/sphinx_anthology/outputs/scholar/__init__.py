"""Metadata for machines: tags in the heads of pages, and files beside them."""
