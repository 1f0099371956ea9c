"""Feeds of the site, of series, authors and topics, with the whole text of every post."""
