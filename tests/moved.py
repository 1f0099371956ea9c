"""A post of an invented blog, as it looks in WordPress, and what an import makes of it.

The pictures of the README show both, and the report of the import. All words are ours.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from sphinx_anthology.cli.__main__ import main
from tests.importing.exports import FOOT, HEAD, export, item, meta

LABEL = "SPECIAL ISSUE BLOG SERIES ON Harbours and Trust"
TITLE = f"{LABEL}: Blog 2 – Tides of trust"
MOVED = "series/harbours-and-trust/02-tides-of-trust"
"""The document of the post after the import."""
_BODY = """\
<p>by Tamsin Ferrybridge, Nicoline van der Meer and Signe Sørenskov</p>
<p>Article title: “Trust between the tides” (by Tamsin Ferrybridge, Nicoline van der Meer and \
Signe Sørenskov), Journal of Imaginary Harbours, https://doi.org/10.5555/tides.2026.2</p>
<p>When the water leaves a harbour, so do the excuses. Boats that seemed apart lie side by side \
on the mud, and everybody can see who has borrowed whose rope. In nine harbour offices we asked \
people whom they trust at low tide.</p>
<p>Three answers came back again and again:</p>
<ul>
<li>the neighbour who returns things wet;</li>
<li>the clerk who writes down what she cannot answer;</li>
<li>nobody, but the tide table.</li>
</ul>
<p>The third answer surprised us least. As \
<a href="https://blog.example/2026/04/08/who-keeps-the-tide-tables/">the first post of this \
series</a> has shown, a table has one great advantage over a neighbour: it is never offended.</p>
<p>We sat in each office for two winters and kept a diary. Where berths are shared, trust grows \
slowly and is lost on a single night, usually in February. Where they are not, nobody could tell \
us the name of the boat beside their own.</p>
"""
_TABLES = """\
<p>by Ana de la Cruz and Tamsin Ferrybridge</p>
<p>Every harbour has a tide table on the wall, and nobody who remembers hanging it there. We \
followed twelve of them back to their printers.</p>
"""
_QUARRELS = "<p>by Nicoline van der Meer</p>\n<p>A quay is a long place for a short temper.</p>"


def _post(number: int, day: str, name: str, title: str, body: str) -> str:
    address = f"https://blog.example/{day.replace('-', '/')}/{name}/"
    return item(
        number,
        body,
        title=title,
        link=address,
        wp_post_name=name,
        wp_post_date=f"{day} 09:00:00",
        wp_post_date_gmt=f"{day} 08:00:00",
    )


def wxr() -> str:
    """The export of the blog."""
    return export(
        _post(
            1,
            "2026-04-08",
            "who-keeps-the-tide-tables",
            f"NEW {LABEL}: Blog 1 – Who keeps the tide tables?",
            _TABLES,
        ),
        _post(2, "2026-04-15", "tides-of-trust", TITLE, _BODY),
        _post(
            4, "2026-04-29", "quays-and-quarrels", f"{LABEL}: Blog 4 -Quays and quarrels", _QUARRELS
        ),
        _post(5, "2026-05-06", "a-poll", "Which harbour next?", "<p>Vote!</p>\n[poll id='3']"),
        item(6, "<p>Not yet.</p>", title="Not ready", wp_status="draft"),
        item(
            7,
            "",
            meta("_wp_attached_file", "2026/04/quay.png"),
            title="quay",
            wp_post_type="attachment",
            wp_status="inherit",
            wp_attachment_url="https://blog.example/wp-content/uploads/2026/04/quay.png",
        ),
        head=HEAD,
        foot=FOOT,
    )


_FIELDS = """\
description: Trust between harbour users rises and falls twice a day. What holds it at low tide?
tags: [trust, ports]
"""
_ROLES = """\
post:
  roles:
    tamsin-ferrybridge: {role: Doctoral student, affiliations: University of Northhaven}
    nicoline-van-der-meer: {role: Lecturer, affiliations: Polder Institute}
    signe-sorenskov: {role: Librarian, affiliations: Skerry Public Library}
"""


def move(folder: Path) -> Path:
    """Import the blog, and edit the post as an editor would; give the publication.

    What the import made fields of is deleted from the text; a standfirst, topics and the roles of
    the authors are added.
    """
    exported, docs = folder / "export.xml", folder / "docs"
    exported.write_text(wxr(), encoding="utf-8")
    main(["import", "wxr", str(exported), "--docs", str(docs)])
    path = docs / f"{MOVED}.md"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^(by|Article title:) .*\n\n", "", text, flags=re.MULTILINE)
    text = text.replace("post:\n", _FIELDS + _ROLES, 1)
    path.write_text(text, encoding="utf-8")
    return docs


_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ margin: 0; font: 20px/1.7 "Liberation Sans", Arial, sans-serif; color: #28303d; }}
header, main {{ padding: 0 7%; }}
header {{ display: flex; justify-content: space-between; padding-top: 36px; padding-bottom: 28px; }}
header b {{ font-size: 22px; }}
nav {{ font-size: 17px; }}
nav span {{ margin-left: 26px; }}
h1 {{ font-size: 46px; line-height: 1.2; font-weight: 400; margin: 28px 0 26px;
  border-bottom: 3px solid #28303d; padding-bottom: 26px; }}
p, ul {{ margin: 0 0 22px; }}
a {{ color: inherit; }}
small {{ font-size: 16px; display: block; margin-bottom: 26px; }}
</style>
<header><b>Harbour &amp; Town</b><nav><span>Home</span><span>About</span><span>Contact</span></nav>
</header>
<main>
<h1>{title}</h1>
<small>Published April 15, 2026 &nbsp; By Press Office &nbsp; Categorised as News</small>
{body}
</main>
</html>
"""


def before() -> str:
    """The page of the post in the manner of a default theme of WordPress, drawn by us."""
    return _PAGE.format(title=escape(TITLE), body=_BODY)
