"""Protection against guests' texts, which run, read and load nothing (``anthology_trust``)."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.guests import (
    directives,
    files,
    limits,
    links,
    problems,
    runtime,
)


def setup(app: Sphinx) -> None:
    """Register all checks of guests' texts."""
    problems.filter_messages()
    limits.restrict_substitutions()
    app.connect("config-inited", limits.disable_execution, priority=900)
    # last, after other extensions registered their directives
    app.connect("builder-inited", directives.replace_directives, priority=990)
    app.connect("builder-inited", limits.limit_options, priority=991)
    app.connect("source-read", runtime.begin_document, priority=0)
    app.connect("source-read", links.limit_marks, priority=600)
    app.connect("doctree-read", runtime.end_document, priority=990)
    app.connect("build-finished", runtime.end_build)
    app.connect("env-updated", files.drop_refused_files)
    app.add_transform(files.RefuseFiles)
    app.add_transform(links.ShowRawAsText)
    app.add_transform(links.ShowLongCodeInOneColour)
    app.add_transform(links.KeepSafeLinks)
    app.add_post_transform(links.KeepSafeLinksLate)
    app.add_post_transform(links.ShowUnsafeFormulas)
