"""Corrections of posts: the days that the text and the front matter state.

A correction of the text is a directive, ``{correction} 2021-05-02``, whose content says what was
corrected. It is found before Sphinx reads the text, because feeds and metadata name its day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from sphinx_anthology.model.dates import parse_day, written_day
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.problem import Code, Problem, WrongValue
from sphinx_anthology.model.source import Correction, Source

NAME = "correction"
EXAMPLE = "Write {correction} 2021-05-02, and below it what was corrected."


def day_and_words(argument: str) -> tuple[dt.date, str]:
    """The day of a correction, and words that stand in its line.

    :raises ValueError: with what to write, if the line does not begin with a day; a
        :exc:`WrongValue` if it begins with one in another form.

    >>> day_and_words("2021-05-02 It is Jane.")
    (datetime.date(2021, 5, 2), 'It is Jane.')
    """
    first, _, words = argument.strip().partition(" ")
    if not first:
        raise ValueError(f"a correction has a day. {EXAMPLE}")
    with contextlib.suppress(ValueError):
        return parse_day(argument.strip()), ""
    with contextlib.suppress(ValueError):
        return parse_day(first.rstrip(".:,;")), words.strip()
    old = written_day(argument)
    try:
        return parse_day(old or argument.strip()), ""
    except ValueError as error:
        raise WrongValue(str(error), getattr(error, "write", "") if old else "", old) from None


def anchor_of(day: dt.date, number: int = 1) -> str:
    """The anchor of a correction; the hyphens are more than a heading's."""
    return f"{NAME}--{day.isoformat()}{f'--{number}' if number > 1 else ''}"


def numbered(days: Iterable[tuple[dt.date, int]]) -> Iterator[Correction]:
    """Corrections of days and lines; those of one day have anchors of their own."""
    counts: Counter[dt.date] = Counter()
    for day, line in days:
        counts[day] += 1
        yield Correction(day=day, anchor=anchor_of(day, counts[day]), line=line)


def made_until(source: Source, as_of: dt.date) -> tuple[Correction, ...]:
    """The corrections of a text that are not of a later day."""
    return tuple(correction for correction in source.corrections if correction.day <= as_of)


def corrected(source: Source, post: Post, as_of: dt.date) -> Post:
    """A post with the day of its last correction, of those that front matter and text state."""
    days = [correction.day for correction in made_until(source, as_of)]
    if post.updated and post.updated <= as_of:
        days.append(post.updated)
    last = max(days, default=None)
    return post if last == post.updated else post.model_copy(update={"updated": last})


def correction_problems(source: Source, post: Post, as_of: dt.date) -> Iterator[Problem]:
    """Problems of days that are still to come, or contradict each other."""
    for correction in source.corrections:
        if correction.day > as_of:
            message = f"The correction is of {correction.day}{_TO_COME}"
            yield Problem(source.file, correction.line, message, Code.CORRECTION)
    if post.updated is not None and post.updated > as_of:
        message = f"‘post.updated’ is {post.updated}{_TO_COME}"
        yield source.problem(Code.CORRECTION, message, "post", "updated")
    elif contradiction := _contradiction(source, post, as_of):
        yield source.problem(Code.CORRECTION_DAY, contradiction, "post", "updated")


_TO_COME = (
    ", which is still to come; until then no date of the post goes by it. Write the day on which "
    "the text was corrected."
)


def _contradiction(source: Source, post: Post, as_of: dt.date) -> str:
    """The message about two different last days; empty if there is one."""
    last = max((correction.day for correction in made_until(source, as_of)), default=post.updated)
    if post.updated is None or last is None or last == post.updated:
        return ""
    fix = f"Say in the text what was corrected: {{{NAME}}} {post.updated}; or delete ‘updated’."
    if post.updated < last:
        fix = "Delete ‘updated’, which the text makes needless."
    return (
        f"‘post.updated’ is {post.updated}, but the last correction in the text is of {last}; "
        f"the later day counts. {fix}"
    )
