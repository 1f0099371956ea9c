"""What a volume holds besides its documents: contributors, colophon, indexes."""

from sphinx_anthology.pages.matter_colophon import colophon
from sphinx_anthology.pages.matter_indexes import indexes
from sphinx_anthology.pages.matter_people import contributors

__all__ = ["colophon", "contributors", "indexes"]
