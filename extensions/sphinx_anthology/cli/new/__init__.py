"""``anthology new``: a new document with front matter; existing files stay."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from sphinx_anthology.cli.ending import DONE, PROBLEMS
from sphinx_anthology.cli.new.authors import plan_author
from sphinx_anthology.cli.new.opening import open_file
from sphinx_anthology.cli.new.plan import ExistsError, Plan, Request, carry_out
from sphinx_anthology.cli.new.posts import plan_post
from sphinx_anthology.cli.new.series import plan_series
from sphinx_anthology.cli.publication import Reading
from sphinx_anthology.cli.questions import Questions, can_ask
from sphinx_anthology.model.problem import setting_lines
from sphinx_anthology.model.timezones import UTC, day_of_build, timezone


def run(given: argparse.Namespace) -> int:
    """Write a document; the result is the exit code."""
    try:
        plan = _plan(given)
    except ExistsError as reason:
        print(f"anthology: {reason}", file=sys.stderr)
        return PROBLEMS
    carry_out(plan)
    for line in plan.advice:
        print(line)
    if given.open and (failure := open_file(plan.changes[0].path)):
        print(f"anthology: {failure}", file=sys.stderr)
    return DONE


def _plan(given: argparse.Namespace) -> Plan:
    asked = Questions(can_ask() and not given.yes)
    request = Request(Reading(given.docs), given, asked)
    match given.kind:
        case "author":
            return plan_author(request)
        case "series":
            return plan_series(request)
        case _:
            return plan_post(request, today(given.docs))


def today(docs: Path) -> dt.date:
    """The day in the publication's time zone; a zone that cannot be read here is told."""
    epoch, now = os.environ.get("SOURCE_DATE_EPOCH", ""), dt.datetime.now(tz=dt.UTC)
    return day_of_build(epoch, now, _timezone(docs / "conf.py"))


def _timezone(conf: Path) -> str:
    text = conf.read_text(encoding="utf-8-sig", errors="replace")
    stated = setting_lines(text).get("anthology_timezone")
    if stated is None:
        return UTC
    value = getattr(stated.value, "value", None)
    try:
        if isinstance(value, str):
            return timezone(value)
        reason = "its value is no plain text"
    except ValueError as error:
        reason = str(error)
    place = f"{conf}:{stated.lineno}: anthology_timezone"
    print(f"anthology: {place}: {reason}. The date is today in UTC.", file=sys.stderr)
    return UTC
