"""Records for reference managers and for Crossref."""
