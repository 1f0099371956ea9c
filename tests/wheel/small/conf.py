"""A small publication, built with what the wheel alone brings."""

project = "Quays"
language = "en"
extensions = ["sphinx_anthology"]
html_baseurl = "https://quays.example/"
anthology_as_of = "2025-06-01"
