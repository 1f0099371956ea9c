"""Where sources are copied (``html_copy_source``), no copy holds words that are not shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.building import Built

FIELDS = "---\ntitle: A post\ndate: 2024-01-01\npost:\n  {field}\n---\n\nCanary words.\n"
WITHDRAWN = FIELDS.format(field="withdrawn: {date: 2024-02-01, reason: It was wrong.}")
BUILDERS = ("html", "dirhtml", "singlehtml", "pickle", "json", "changes", "text")
CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nversion = "1"\n'
TREE = "\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize(
    "front",
    ["---\ndraft: true\n---\n\n# Canary\n", "# Canary caf\N{LATIN SMALL LETTER E WITH ACUTE}\n"],
    ids=["draft", "not-utf-8"],
)
def test_a_front_page_that_is_withheld_is_not_copied(
    built: Callable[..., Built], front: str, builder: str
) -> None:
    """Its place is kept by an empty page."""
    made = built({"conf.py": CONF}, builder)
    (made.app.srcdir / "index.md").write_bytes(front.encode("latin-1"))
    again = built({}, builder, overrides={"html_copy_source": True})
    assert _with_canary(again) == []


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_post_that_is_withdrawn_is_not_copied(built: Callable[..., Built], builder: str) -> None:
    """Nor is the copy of before left, when it has been public."""
    options = {"overrides": {"html_copy_source": True}}
    public = {"conf.py": CONF, "index.md": f"# Book\n{TREE}", "one.md": FIELDS.format(field="{}")}
    before = built(
        {**public, "one.md": public["one.md"].replace("\n  {}", " {}")}, builder, **options
    )
    assert builder == "changes" or _with_canary(before) != []
    after = built({"one.md": WITHDRAWN}, builder, **options)
    assert _with_canary(after) == []


def _with_canary(built: Built) -> list[str]:
    files = (path for path in built.out.rglob("*") if path.is_file())
    return sorted(str(f.relative_to(built.out)) for f in files if b"Canary" in f.read_bytes())
