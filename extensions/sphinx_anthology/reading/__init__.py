"""Sphinx before and while documents are read: settings, scan, domain, sources."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.reading import (
    assets,
    comments,
    conf_values,
    defaults,
    dollars,
    domain,
    images,
    leftovers,
    locks,
    loose_markup,
    lost_words,
    markdown,
    mentions,
    messages,
    report,
    scan,
    settings,
    snapshot,
    source,
    suggestions,
    surroundings,
    unfinished,
)


def setup(app: Sphinx) -> None:
    """Connect what happens up to the moment when all documents are read."""
    messages.load_messages(app)
    settings.declare_settings(app)
    # before anything is read that another build may be writing
    app.connect("config-inited", locks.hold_doctrees, priority=1)
    app.connect("config-inited", unfinished.clear_away, priority=2)
    dollars.tell_prices_from_formulas()
    app.connect("config-inited", unfinished.watch_disk, priority=3)
    # before any other extension looks at the configuration
    app.connect("config-inited", conf_values.mend, priority=4)
    app.connect("env-before-read-docs", conf_values.check_links)
    app.connect("env-before-read-docs", suggestions.note_files)
    app.connect("config-inited", settings.check_settings, priority=100)
    app.connect("config-inited", defaults.fill_in_defaults, priority=110)
    markdown.use_for_markdown(app)
    lost_words.setup(app)
    report.relate_without_circles()
    app.add_domain(domain.AnthologyDomain)
    app.connect("builder-inited", locks.hold_output, priority=1)
    app.add_transform(images.FindImages)
    app.add_transform(loose_markup.TellOfLooseMarkup)
    app.connect("builder-inited", images.name_images_by_path)
    app.connect("builder-inited", defaults.refuse_raw)
    suggestions.suggest(app)
    app.connect("env-get-outdated", scan.renew_catalogue)
    app.connect("env-get-outdated", unfinished.name_broken_doctrees)
    app.connect("env-before-read-docs", unfinished.begin)
    app.connect("source-read", source.replace_front_matter)
    app.connect("builder-inited", snapshot.read_from_snapshot)
    app.connect("env-updated", snapshot.tell_changed)
    app.connect("source-read", source.keep_words, priority=990)
    app.connect("doctree-resolved", comments.drop_comments, priority=990)
    app.connect("env-updated", scan.note_stamps)
    app.connect("env-updated", unfinished.note_sizes)
    app.connect("env-updated", mentions.turn_mentions_round)
    app.connect("env-updated", report.report_toctrees)
    app.connect("env-updated", report.report_bodies)
    # last: it needs section numbers, which Sphinx gives out in the same event
    app.connect("env-get-updated", surroundings.name_stale_pages, priority=900)
    app.connect("write-started", defaults.date_by_content)
    app.connect("write-started", leftovers.delete_leftovers)
    app.connect("build-finished", leftovers.delete_copied_sources)
    app.connect("build-finished", assets.drop_drafts)
    app.connect("build-finished", surroundings.keep_record)
    # when all else is done
    app.connect("build-finished", unfinished.stop_at_full_disk, priority=980)
    app.connect("build-finished", unfinished.end, priority=990)
    app.connect("build-finished", locks.let_go, priority=999)
