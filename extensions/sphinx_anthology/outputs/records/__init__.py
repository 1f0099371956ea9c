"""Records for reference managers, and deposits for Crossref: files beside pages for the web."""
