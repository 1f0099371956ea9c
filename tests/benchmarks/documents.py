"""What the files of a generated publication look like."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

PAGES: dict[str, str] = {
    "conf.py": """project = "Generated Studies Blog"
extensions = ["sphinx_anthology"]
html_baseurl = "https://generated-studies.example/"
anthology_as_of = "2025-06-01"
anthology_header = ["series/index", "authors/index", "topics", "archive"]
""",
    "index.md": """# Generated Studies Blog

Posts that nobody wrote.

## Series

```{series-cards}
:limit: 6
```

## Latest posts

```{posts}
:limit: 5
:excerpt:
```

```{toctree}
:hidden:

series/index
authors/index
topics
archive
```
""",
    "topics.md": "# Topics\n\n```{topics}\n```\n",
    "archive.md": "# Archive\n\n```{years}\n```\n",
}
"""The pages that are the same in every publication."""


def document(front: Mapping[str, object], *blocks: str) -> str:
    """A document of front matter and blocks."""
    matter = yaml.safe_dump(front, sort_keys=False, allow_unicode=True)
    return "\n\n".join((f"---\n{matter}---", *blocks)) + "\n"


def toctree(entries: list[str], option: str = ":hidden:") -> str:
    """A toctree with one option."""
    return "\n".join(("```{toctree}", option, "", *entries, "```"))


def listing(title: str, directive: str, entries: list[str]) -> str:
    """A page that shows what a directive gives, and holds the documents together."""
    return f"# {title}\n\n```{{{directive}}}\n```\n\n{toctree(entries)}\n"
