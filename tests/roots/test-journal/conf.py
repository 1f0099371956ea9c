"""The sample publication of the test suite."""

project = "Example Studies Blog"
extensions = ["sphinx_anthology"]
html_baseurl = "https://example-studies.example/"

anthology_title = "Example Studies Blog"
anthology_tagline = "Short reading on harbours, libraries and the open records of towns"
anthology_journal = {"title": "Example Studies", "issn": ["2049-3630"]}
anthology_publisher = {"name": "Example University Press", "ror": "https://ror.org/05dxps055"}
anthology_license = "CC-BY-4.0"
anthology_in_volumes = ["guide/*"]
anthology_as_of = "2026-06-30"
anthology_disclaimer = (
    "The views expressed here are the authors' own, not those of Example Studies."
)
anthology_report_url = "https://example-studies.example/report"
