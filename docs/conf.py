"""The demonstration: an anthology of the Policy & Politics journal blog."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Leadership & Co-creation"
author = "The contributors of Leadership & Co-creation"
copyright = "the contributors; text CC BY 4.0"  # noqa: A001  # Sphinx's name
version = release = "1"
language = "en"
extensions = ["sphinx_anthology", "reference_tables"]
html_baseurl = "https://anthology.example/"

anthology_tagline = "Posts from the Policy & Politics journal blog, retold in brief"
anthology_journal = {"title": "Policy & Politics", "issn": ["0305-5736", "1470-8442"]}
anthology_license = "CC-BY-4.0"
anthology_disclaimer = "The posts express the views of their authors; the digests are ours."
anthology_header = ["series/index", "authors/index", "topics", "archive"]
anthology_footer = ["about", "guide/index", "reference/index", "develop/index"]
