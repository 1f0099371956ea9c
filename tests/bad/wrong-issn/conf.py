"""A setting with a wrong check digit."""

project = "A book"
extensions = ["sphinx_anthology"]
html_theme = "basic"
anthology_as_of = "2024-06-15"
anthology_journal = {"title": "Acta", "issn": ["2049-3630", "2049-3631"]}
