"""Sphinx's events up to and around reading: settings, scan, domain, sources."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.reading import (
    defaults,
    dollar_math,
    domain,
    fingerprints,
    images,
    locks,
    loose_markup,
    markdown,
    markdown_rules,
    messages,
    report,
    scan,
    settings,
    site_files,
    source,
    unknown_markup,
)


def setup(app: Sphinx) -> None:
    """Connect the events of reading, and those that end a build."""
    messages.load_messages(app)
    settings.declare_settings(app)
    dollar_math.replace_dollarmath()
    markdown.register_parser(app)
    unknown_markup.setup(app)
    report.allow_circles()
    report.add_suggestions(app)
    app.add_domain(domain.AnthologyDomain)
    app.add_transform(images.FindImages)
    app.add_transform(loose_markup.TellOfLooseMarkup)
    _connect_beginning(app)
    _connect_reading(app)
    _connect_writing(app)


def _connect_beginning(app: Sphinx) -> None:
    """Connect settings and locks, before Sphinx looks for documents."""
    # before reading what another build may be writing
    app.connect("config-inited", locks.lock_doctrees, priority=1)
    app.connect("config-inited", locks.recover, priority=2)
    app.connect("config-inited", locks.watch_disk, priority=3)
    # before any other extension looks at the configuration
    app.connect("config-inited", defaults.repair_settings, priority=4)
    app.connect("config-inited", settings.check_settings, priority=100)
    app.connect("config-inited", defaults.fill_in_defaults, priority=110)
    app.connect("builder-inited", locks.lock_output, priority=1)
    app.connect("builder-inited", images.name_images_by_path)
    app.connect("builder-inited", defaults.refuse_raw)
    app.connect("builder-inited", source.read_from_snapshot)


def _connect_reading(app: Sphinx) -> None:
    """Connect the scan, and the reading of documents."""
    app.connect("env-get-outdated", scan.renew_catalogue)
    app.connect("env-get-outdated", locks.name_broken_doctrees)
    app.connect("env-before-read-docs", defaults.check_links)
    app.connect("env-before-read-docs", report.note_files)
    app.connect("env-before-read-docs", locks.mark_running)
    # last, when others have changed the list
    app.connect("env-before-read-docs", domain.note_reading, priority=990)
    app.connect("source-read", source.replace_front_matter)
    app.connect("source-read", source.reduce_to_words, priority=990)
    app.connect("env-updated", source.warn_of_changes)
    app.connect("env-updated", scan.note_stamps)
    app.connect("env-updated", locks.note_sizes)
    app.connect("env-updated", domain.collect_backlinks)
    app.connect("env-updated", report.report_toctrees)
    app.connect("env-updated", report.report_texts)


def _connect_writing(app: Sphinx) -> None:
    """Connect the choice of pages to write, deletions, and the end of a build."""
    # last: it needs section numbers, which Sphinx gives out in the same event
    app.connect("env-get-updated", fingerprints.name_stale_pages, priority=900)
    app.connect("write-started", defaults.date_by_content)
    app.connect("write-started", site_files.delete_stale_files)
    app.connect("doctree-resolved", markdown_rules.drop_comments, priority=990)
    app.connect("html-page-context", site_files.offer_no_source)
    app.connect("build-finished", site_files.delete_copied_sources)
    app.connect("build-finished", site_files.drop_drafts)
    app.connect("build-finished", fingerprints.keep_record)
    # after all else
    app.connect("build-finished", locks.stop_at_full_disk, priority=980)
    app.connect("build-finished", locks.unmark_running, priority=990)
    app.connect("build-finished", locks.release_locks, priority=999)
