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
    dollar_math.tell_prices_from_formulas()
    markdown.use_for_markdown(app)
    unknown_markup.setup(app)
    report.relate_without_circles()
    report.suggest(app)
    app.add_domain(domain.AnthologyDomain)
    app.add_transform(images.FindImages)
    app.add_transform(loose_markup.TellOfLooseMarkup)
    _connect_beginning(app)
    _connect_reading(app)
    _connect_writing(app)


def _connect_beginning(app: Sphinx) -> None:
    """Connect settings and locks, before Sphinx looks for documents."""
    # before reading what another build may be writing
    app.connect("config-inited", locks.hold_doctrees, priority=1)
    app.connect("config-inited", locks.clear_away, priority=2)
    app.connect("config-inited", locks.watch_disk, priority=3)
    # before any other extension looks at the configuration
    app.connect("config-inited", defaults.mend, priority=4)
    app.connect("config-inited", settings.check_settings, priority=100)
    app.connect("config-inited", defaults.fill_in_defaults, priority=110)
    app.connect("builder-inited", locks.hold_output, priority=1)
    app.connect("builder-inited", images.name_images_by_path)
    app.connect("builder-inited", defaults.refuse_raw)
    app.connect("builder-inited", source.read_from_snapshot)


def _connect_reading(app: Sphinx) -> None:
    """Connect the scan, and the reading of documents."""
    app.connect("env-get-outdated", scan.renew_catalogue)
    app.connect("env-get-outdated", locks.name_broken_doctrees)
    app.connect("env-before-read-docs", defaults.check_links)
    app.connect("env-before-read-docs", report.note_files)
    app.connect("env-before-read-docs", locks.begin)
    app.connect("source-read", source.replace_front_matter)
    app.connect("source-read", source.keep_words, priority=990)
    app.connect("env-updated", source.tell_changed)
    app.connect("env-updated", scan.note_stamps)
    app.connect("env-updated", locks.note_sizes)
    app.connect("env-updated", domain.turn_mentions_round)
    app.connect("env-updated", report.report_toctrees)
    app.connect("env-updated", report.report_bodies)


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
    app.connect("build-finished", locks.end, priority=990)
    app.connect("build-finished", locks.let_go, priority=999)
