"""A publication in which every field and every kind of text holds what somebody might run."""

from __future__ import annotations

import json
from pathlib import Path

CANARY = "CANARY"
RAN = "q49q"
"""What the sum in the payload comes to, where anything works it out."""
WRITTEN = "q{{7*7}}q"
PAYLOAD = (
    "\"'><svg/onload=alert(1)></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    f']]>-->{WRITTEN} q#(7*7)q q${{7*7}}q q<%=7*7%>q q\\(7*7)q #eval("7*7") \\input{{/etc/passwd}} '
    "`x` $x$ [x](javascript:alert(1)) &amp; %0a \\ {raw} * _ @ ~ ^"
)
ADDRESS = "https://evil.example/\"'><script>alert(1)</script>?a=b&c={{7*7}}\\#x"


def text(field: str) -> str:
    """What stands in a field: its name, so that it is found again, and the payload."""
    return f"{CANARY}{field} {PAYLOAD}"


def _flow(value: object) -> str:
    """A value as YAML on one line, of which JSON is a part."""
    return json.dumps(value, ensure_ascii=False)


def _document(fields: dict[str, object], body: str) -> str:
    front = "".join(f"{key}: {_flow(value)}\n" for key, value in fields.items())
    return f"---\n{front}---\n\n{body}\n"


def _standard(kind: str) -> dict[str, object]:
    return {
        "title": text(f"{kind}title"),
        "subtitle": text(f"{kind}subtitle"),
        "description": text(f"{kind}description"),
        "keywords": [text(f"{kind}keyword")],
    }


_ELSEWHERE = {
    "site": text("originsite"),
    "url": ADDRESS,
    "date": "2020-01-02",
    "title": text("origintitle"),
    "authors": [{"name": text("originauthor")}],
}

POST = {
    **_standard("post"),
    "authors": ["ann", {"name": text("guest")}, {"name": {"given": text("given"), "family": "X"}}],
    "date": "2021-02-03",
    "tags": [text("tag"), "plain"],
    "post": {
        "part": 1,
        "articles": [{"key": "hostile"}],
        "roles": {
            "ann": {
                "role": text("role"),
                "name": text("rolename"),
                "bio": text("rolebio"),
                "affiliations": [{"name": text("roleplace"), "department": text("department")}],
            }
        },
        "about": ["ann"],
        "former_addresses": ["/a\"'<b>;{{7*7}}", "/x y$z", "/a\nb 301\n/c https://evil.example/"],
        "updated": "2021-03-04",
    },
}
DIGEST = {
    **_standard("digest"),
    "authors": ["ann"],
    "date": "2021-02-04",
    "post": {
        "part": 2,
        "origin": {
            "relation": "digest",
            "site": text("site"),
            "url": ADDRESS,
            "earlier": [_ELSEWHERE],
            "copies": [_ELSEWHERE],
        },
        "responds_to": ["post"],
    },
}
WITHDRAWN = {
    **_standard("withdrawn"),
    "authors": ["ann"],
    "date": "2021-02-05",
    "post": {"part": 3, "withdrawn": {"date": "2022-01-01", "reason": text("reason")}},
}
AUTHOR = {
    **_standard("author"),
    "author": {
        "affiliations": [{"name": text("place"), "department": text("authordepartment")}],
        "role": text("authorrole"),
        "bio": text("bio"),
        "photo": {
            "file": "photo.png",
            "alt": text("alt"),
            "credit": text("credit"),
            "rights": text("rights"),
        },
        "links": {"web": ADDRESS, "github": ADDRESS},
    },
}
SERIES = {
    **_standard("series"),
    "short_title": text("short"),
    "series": {
        "kind": "special-issue",
        "part_label": text("label"),
        "parts": 5,
        "editors": ["ann"],
        "issue": {
            "journal": text("journal"),
            "volume": text("volume"),
            "number": text("number"),
            "url": ADDRESS,
            "title": text("issuetitle"),
            "other_titles": [text("othertitle")],
        },
        "event": {
            "name": text("event"),
            "venue": text("venue"),
            "place": text("town"),
            "hashtag": text("hashtag"),
            "convenors": [{"name": text("convenor")}],
            "speakers": [{"name": text("speaker")}],
        },
        "announced": [{"part": 4, "title": text("announced"), "authors": [{"name": text("new")}]}],
    },
}
TOPIC = {**_standard("topic"), "topic": "plain"}
BODY = f"""Words {CANARY}body {PAYLOAD}

% more

## Heading {PAYLOAD}

See {{post}}`digest` and {{post}}`{PAYLOAD.replace("`", "")} <digest>`, {{cite}}`hostile`.

![{PAYLOAD.replace("[", "").replace("]", "")}](fine.png "{PAYLOAD.replace('"', "")}")

```{{note}}
:class: a" onclick="alert(1)
{PAYLOAD}
```

```{{figure}} fine.png
:alt: {PAYLOAD}
:name: a" onclick="x

{PAYLOAD}
```

```{{code-block}} python
:caption: {PAYLOAD}
{PAYLOAD}
```

```{{math}}
x < y \\text{{{"<img src=x onerror=alert(1)>"}}} \\href{{javascript:alert(1)}}{{x}}
```

| {PAYLOAD.replace("|", "")} |
|---|
| {PAYLOAD.replace("|", "")} |

Note[^1] {{abbr}}`A ({PAYLOAD.replace("`", "")})` {{ref}}`x`

[^1]: {PAYLOAD}

Term {PAYLOAD}
: {PAYLOAD}

:::{{dropdown}} {PAYLOAD}
{PAYLOAD}
:::

::::{{tab-set}}
:::{{tab-item}} {PAYLOAD}
{PAYLOAD}
:::
::::

:::{{correction}} 2024-02-03 {PAYLOAD}
{PAYLOAD}
:::

:::{{correction}} {PAYLOAD}
{PAYLOAD}
:::

:::{{article}} hostile
:free_until: {PAYLOAD}

{PAYLOAD}
:::

:::{{article}} {PAYLOAD}
{PAYLOAD}
:::

:::{{card}} {PAYLOAD}
:link: https://a.example/"onclick="alert(1)
{PAYLOAD}
:::
"""
BIBLIOGRAPHY = f"""@article{{hostile,
 title = {{{CANARY}bibtitle "'><svg/onload=alert(1)><script>a(1)</script> q\\{{\\{{7*7\\}}\\}}q}},
 author = {{<script>alert(1)</script> Low, Ann "'><img src=x onerror=alert(1)>}},
 journal = {{</script><script>alert(1)</script>{CANARY}bibjournal}}, year = {{2020}},
 volume = {{<img src=x onerror=alert(1)>}}, number = {{"'>}}, pages = {{<svg/onload=alert(1)>}},
 doi = {{10.5555/a"'><script>alert(1)</script>}},
 url = {{javascript:alert(1)}},
 note = {{<script>alert(1)</script>}},
}}
"""
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63"
    "f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
CONF = f"""
project = {text("project")!r}
author = {text("confauthor")!r}
extensions = ["sphinx_anthology"]
html_baseurl = "https://b.example/"
anthology_as_of = "2025-01-01"
anthology_title = {text("conftitle")!r}
anthology_tagline = {text("tagline")!r}
anthology_journal = {{"title": {text("confjournal")!r}, "url": {ADDRESS!r}}}
anthology_publisher = {{"name": {text("publisher")!r}, "url": {ADDRESS!r}}}
anthology_license = "CC-BY-4.0"
anthology_disclaimer = {text("disclaimer")!r}
anthology_report_url = {ADDRESS!r}
"""
INDEX = """# Front <script>alert(1)</script>

```{toctree}
series/s/index
authors/ann
plain
topic
```

```{posts}
:style: table
:excerpt:
```

```{posts}
:style: cards
```

```{articles}
```

```{authors}
```

```{series-cards}
```

```{topics}
```

```{years}
```

```{downloads}
```
"""


def write_publication(source: Path) -> None:
    """Write it to a folder."""
    files = {
        "conf.py": CONF,
        "index.md": INDEX,
        "references.bib": BIBLIOGRAPHY,
        "post.md": _document(POST, BODY),
        "digest.md": _document(DIGEST, f"{PAYLOAD}\n\n[back](post.md) {{article}}`hostile`"),
        "withdrawn.md": _document(WITHDRAWN, PAYLOAD),
        "authors/ann.md": _document(AUTHOR, PAYLOAD),
        "series/s/index.md": _document(
            SERIES, f"{PAYLOAD}\n\n```{{toctree}}\n/post\n/digest\n/withdrawn\n```"
        ),
        "topic.md": _document(TOPIC, PAYLOAD),
        "plain.md": _document({"title": text("plaintitle")}, PAYLOAD),
    }
    for name, content in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in ("fine.png", "authors/photo.png"):
        (source / name).write_bytes(_PNG)
