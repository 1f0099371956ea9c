"""Documents in another language than the publication: the author's words say so, ours do not."""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from sphinx_anthology.pages.build import Page, in_language
from sphinx_anthology.pages.nodes import listing
from sphinx_anthology.reading.domain import domain_of


def language_of(env: BuildEnvironment, docname: str) -> str:
    """The language of a document: its own, or else the publication's."""
    source = domain_of(env).catalogue.sources.get(docname)
    stated = getattr(source.record, "language", None) if source else None
    return str(stated or env.config.language)


class MarkLanguage(SphinxTransform):
    """Give an author's words their language, for every builder and for the kind of quotes."""

    # after the facts of the text (320) and previews (322), while the text is still alone: the
    # references (325) and the parts around it (330) are in the publication's language
    default_priority = 324

    def apply(self, **kwargs: object) -> None:
        """Mark title and text; in the text, mark what is ours with our language."""
        env, config = self.env, self.config
        spoken = language_of(env, env.docname)
        classes = in_language(Page(env.docname, config.language), spoken)
        body = next(self.document.findall(nodes.section), None)
        if body is None or not classes:
            return
        is_name = domain_of(env).catalogue.sources[env.docname].kind == "author"
        for title in body.findall(nodes.title):
            if title.parent is not body or not is_name:
                _mark_title(title, classes)
        parts = [part for part in body.children if not isinstance(part, nodes.title)]
        # footnotes, wherever they stand now, are brought to the end of the text
        for part in (*parts, *body.findall(nodes.footnote)):
            if isinstance(part, nodes.Element) and not isinstance(part, nodes.Invisible):
                part["classes"] += [name for name in classes if name not in part["classes"]]
        ours = in_language(Page(env.docname, spoken), config.language)
        for part in body.findall(nodes.Element):
            if _is_made(part):
                found = [name for name in part["classes"] if name not in classes]
                part["classes"] = [*ours, *found]


def _is_made(node: nodes.Element) -> bool:
    """Whether a part of a text is made from the catalogue or the toctrees."""
    is_toctree = isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]
    return is_toctree or isinstance(node, listing)


def _mark_title(title: nodes.title, classes: list[str]) -> None:
    """Mark the words of a title inside it: contents and lists take only what is inside."""
    words = nodes.inline("", "", *title.children, classes=classes)
    title.children = []
    title += words
    title["classes"] += classes
