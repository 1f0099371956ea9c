"""What pages are, in the words of schema.org: one graph of JSON-LD 1.1 for each.

Each module adds one kind of thing to a graph and gives the reference to it.
"""

from __future__ import annotations
