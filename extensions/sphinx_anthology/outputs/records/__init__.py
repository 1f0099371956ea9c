"""Records for reference managers, and Crossref deposits, as files beside web pages."""
