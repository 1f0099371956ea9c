"""Questions in a terminal: asked again until the answer can be used.

Where Python has ``readline``, Tab completes the words that are known.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sphinx_anthology.cli.ending import CommandError

Answer = TypeVar("Answer")
Check = Callable[[str], Answer]
"""What reads an answer; it raises :exc:`CommandError` with what is wrong."""

_WIDTH = 78
_LINES = 4
"""The most lines of things that a question offers."""


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


@dc.dataclass(frozen=True, slots=True)
class Offer:
    """What a question offers: words that Tab completes, and how all of them are shown."""

    words: Sequence[str] = ()
    shown: Sequence[str] = ()


NOTHING = Offer()
"""Where a question offers nothing."""


@dc.dataclass(frozen=True, slots=True)
class Questions:
    """Answers: what options state; what somebody types; else the defaults."""

    are_asked: bool

    def answer(
        self,
        stated: str | None,
        question: str,
        check: Check[Answer],
        *,
        default: str = "",
        offer: Offer = NOTHING,
    ) -> Answer:
        """The answer to a question, read by ``check``.

        :raises CommandError: where what is stated cannot be used, or the input ends.
        """
        if stated is None and self.are_asked:
            return ask(question, check, default=default, offer=offer)
        try:
            return check(default if stated is None else stated)
        except CommandError as error:
            raise type(error)(f"{error} Nothing was written.") from None

    def confirm(self, question: str, *, default: bool = False) -> bool:
        """Whether somebody says yes; where nobody is asked, no."""
        if not self.are_asked:
            return False
        hint = "Y/n" if default else "y/N"
        return ask(f"{question} [{hint}]", _yes_or_no(default), ends=" ")


def ask(
    question: str,
    check: Check[Answer],
    *,
    default: str = "",
    offer: Offer = NOTHING,
    ends: str = "",
) -> Answer:
    """The answer to a question, which shows its default unless ``ends`` is its end.

    :raises CommandError: where the input ends.
    """
    if offer.shown:
        tell(offered(offer.shown))
    end = ends or f"{_hint(check, default)}: "
    while True:
        answer = _line(question, end, offer.words).strip() or default
        try:
            return check(answer)
        except CommandError as error:
            tell(f"  {error.message}")


def _hint(check: Check[Answer], default: str) -> str:
    """What nothing typed means: the default, or none where that is an answer."""
    if default:
        return f" [{default}]"
    try:
        check("")
    except CommandError:
        return ""
    return " [none]"


def offered(things: Sequence[str]) -> str:
    """Things in a few lines; what does not fit in them is counted.

    >>> print(offered(["Jane Doe", "Kim Lee"]))
      Known: Jane Doe; Kim Lee
    """
    for count in range(len(things), 0, -1):
        rest = len(things) - count
        text = "Known: " + "; ".join(things[:count]) + (f"; and {rest} more" if rest else "")
        lines = textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        if len(lines) <= _LINES:
            return "\n".join(lines)
    return f"  {len(things)} are known"


def _yes_or_no(default: bool) -> Check[bool]:
    def check(answer: str) -> bool:
        word = answer.casefold()
        if word in {"y", "yes", "j", "ja", "o", "oui"}:
            return True
        if word in {"n", "no", "nein", "non"}:
            return False
        if word:
            raise CommandError("Answer y for yes, or n for no.")
        return default

    return check


def _line(question: str, end: str, words: Sequence[str]) -> str:
    """A line that is typed."""
    with _on_the_terminal(), _completing(words):
        try:
            return input(question + end)
        except EOFError:
            message = f"the input ended before ‘{question}’; nothing was written."
            raise CommandError(message) from None


def tell(text: str) -> None:
    """Say something between questions."""
    with _on_the_terminal():
        print(text)


@contextlib.contextmanager
def _on_the_terminal() -> Iterator[None]:
    """Where the output goes into a file, questions go to the other stream."""
    is_hidden = not sys.stdout.isatty() and sys.stderr is not None and sys.stderr.isatty()
    with contextlib.redirect_stdout(sys.stderr) if is_hidden else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def _completing(known: Sequence[str]) -> Iterator[None]:
    """Let Tab complete words, where there is ``readline``."""
    try:
        import readline  # noqa: PLC0415  # Windows has none
    except ImportError:
        yield
        return
    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer_delims(",")
    readline.set_completer(completer(known))
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def completer(known: Sequence[str]) -> Callable[[str, int], str | None]:
    """What ``readline`` asks for the words that begin as a text, in any case if need be.

    >>> complete = completer(["Jane Doe", "jane-doe", "Kim Lee"])
    >>> complete(" Ja", 0), complete(" Ja", 1), complete("kim", 0)
    (' Jane Doe', None, 'Kim Lee')
    """

    def complete(text: str, number: int) -> str | None:
        begun = text.lstrip()
        space = text[: len(text) - len(begun)]
        found = [word for word in known if word.startswith(begun)]
        found = found or [w for w in known if w.casefold().startswith(begun.casefold())]
        return space + found[number] if number < len(found) else None

    return complete
