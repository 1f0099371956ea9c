"""A publication with an extension that uses what ``sphinx_anthology.api`` offers, and no more."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Harbour Letters"
extensions = ["sphinx_anthology", "funding"]
html_baseurl = "https://letters.example/"
copyright = "the makers"
anthology_as_of = "2026-06-30"
anthology_license = "CC-BY-4.0"
