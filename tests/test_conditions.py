"""What stands under a condition is shown only where it holds, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.building import Built

PAGE = """# Book

Alpha.

```{%(directive)s} %(condition)s
Bravo.

## Charlie

Delta.

### Echo

Foxtrot.

## Golf

Hotel.
```

India.

## Juliet

````{%(directive)s} %(condition)s
```{%(directive)s} %(condition)s
### Kilo

Lima.
```
````

November.
"""
ALWAYS = ["Alpha", "India", "Juliet", "November"]
UNDER = ["Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Kilo", "Lima"]


@pytest.mark.parametrize(
    ("directive", "condition", "holds"),
    [
        ("only", "html", True),
        ("only", "nowhere", False),
        ("ifconfig", "language == 'en'", True),
        ("ifconfig", "language == 'xx'", False),
    ],
)
def test_headings_stand_under_a_condition_too(
    built: Callable[..., Built], directive: str, condition: str, *, holds: bool
) -> None:
    """MyST puts a section beside the directive in which it stands; its condition goes with it."""
    page = PAGE % {"directive": directive, "condition": condition}
    options = {
        "extensions": ["sphinx_anthology", "sphinx.ext.ifconfig"],
        "anthology_trust": "editors",
    }
    site = built({"index.md": page}, overrides=options)
    html = (site.out / "index.html").read_text(encoding="utf-8")
    for word in ALWAYS:
        assert word in html
    for word in UNDER:
        assert (word in html) is holds, word
