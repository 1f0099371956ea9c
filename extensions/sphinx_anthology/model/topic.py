"""A topic's own document, and plain pages."""

from __future__ import annotations

from pydantic import Field

from sphinx_anthology.model import names
from sphinx_anthology.model.fields import Text
from sphinx_anthology.model.record import Standard


class Topic(Standard):
    """A document that takes the place of a topic's page and adds its text."""

    topic: Text = Field(description="The topic whose page this is")

    @property
    def slug(self) -> str:
        """The topic as it is compared and stands in addresses."""
        return names.slug(self.topic)
