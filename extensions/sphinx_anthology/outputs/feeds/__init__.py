"""Feeds of the site, series, authors and topics, with the full text of posts."""
