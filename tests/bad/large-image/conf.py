"""The good publication around every bad document."""

project = "A book"
extensions = ["sphinx_anthology"]
html_theme = "basic"
anthology_as_of = "2024-06-15"
anthology_image_notice = 1
