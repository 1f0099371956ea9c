"""An example value of every field, as new documents have them in comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

_ADDRESS = "https://harbour.example"
_DAY = dt.date(2026, 4, 8)
_STANDARD: Mapping[str, object] = {
    "title": "First light",
    "subtitle": "Notes from a tidal harbour",
    "description": "Who draws up the tide tables, and what they leave out.",
    "keywords": ["tide tables", "pilots"],
    "thumbnail": "harbour.jpg",
    "license": "CC-BY-4.0",
    "language": "en",
}
EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "post": {
        **_STANDARD,
        "authors": ["jane-doe", {"name": "Kim Lee", "affiliations": ["Harbour University"]}],
        "date": _DAY,
        "tags": ["harbours", "open data"],
        "doi": "10.5555/12345678",
        "part": 3,
        "kind": "preview",
        "articles": ["doe2026"],
        "roles": {"jane-doe": "Professor of Ports"},
        "origin": {"relation": "repost", "site": "Quay Blog", "url": f"{_ADDRESS}/first-light"},
        "about": ["ada-quay"],
        "responds_to": ["series/tides/01-ebb"],
        "former_addresses": ["/2021/04/first-light/"],
        "updated": _DAY,
        "draft": True,
        "withdrawn": {"date": _DAY, "reason": "The figures were wrong."},
    },
    "author": {
        **_STANDARD,
        "title": "Jane Doe",
        "name": {"given": "Jane", "family": "Doe"},
        "orcid": "0000-0002-1825-0097",
        "affiliations": [{"name": "Harbour University", "department": "Institute of Ports"}],
        "role": "Professor of Ports",
        "bio": "Studies who owns the water between two quays.",
        "photo": {"file": "jane-doe.jpg", "alt": "Jane Doe on a quay", "credit": "Kim Lee"},
        "links": {"web": _ADDRESS, "mastodon": "https://social.example/@jane"},
        "members": ["ada-quay", "ben-strand"],
        "draft": True,
    },
    "series": {
        **_STANDARD,
        "title": "Tides",
        "short_title": "Tides",
        "kind": "special-issue",
        "part_label": "Part",
        "parts": 7,
        "editors": ["jane-doe"],
        "issue": {"journal": "Harbour Studies", "volume": 49, "number": 2, "date": "2026-04"},
        "event": {"name": "Ports 2026", "start": _DAY, "place": "Turku", "hashtag": "#ports26"},
        "of_journal": False,
        "announced": [{"part": 4, "title": "Ebb", "authors": ["kim-lee"], "expected": "2026-06"}],
        "unpublished": "announce",
        "draft": True,
    },
    "topic": {**_STANDARD, "title": "Harbours", "topic": "harbours"},
}
"""Example values by kind of document and name of field; the model takes each."""
