"""Content that we add to documents, for every builder."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.pages import (
    body_scan,
    directives,
    placement,
    references,
    rescue,
    roles,
    syntax,
    transforms,
)
from sphinx_anthology.pages.nodes import ALL


def setup(app: Sphinx) -> None:
    """Register nodes, roles, directives and transforms."""
    app.connect("builder-inited", rescue.contain_reading)
    # last, so that errors of other extensions are contained too
    app.connect("write-started", rescue.contain_writing, priority=900)
    app.add_post_transform(rescue.DropRunningHeads)
    app.connect("build-finished", rescue.release)
    for node in ALL:
        app.add_node(node, override=True)
    for name, role in roles.ROLES.items():
        app.add_role(name, role)
    for name, directive in directives.DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("toctree", syntax.PublicTocTree, override=True)
    app.add_directive("only", syntax.ConditionalOnly, override=True)
    # after the extension of that name, if there is one
    app.connect("builder-inited", syntax.replace_ifconfig)
    references.register_styles()
    app.add_transform(syntax.ReplaceRawHtml)
    app.add_transform(syntax.RegisterPending)
    app.add_transform(syntax.HideCommentsInFormulas)
    app.add_transform(transforms.ReplaceToday)
    app.add_transform(body_scan.ScanBody)
    app.add_transform(roles.OfferPreviews)
    app.add_transform(transforms.MarkLanguage)
    app.add_transform(references.InsertReferences)
    app.add_transform(placement.Placement)
    app.add_transform(transforms.RegisterFootnotes)
    app.add_transform(placement.KeepFootnotes)
    app.add_post_transform(transforms.FilterByMedium)
    app.add_domain(references.Citations, override=True)
    app.add_post_transform(references.ListReferences)
    app.add_post_transform(transforms.ShowExcerpts)
    app.add_post_transform(transforms.ShowBacklinks)
