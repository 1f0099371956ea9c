"""Exit codes, error messages, signals and streams of a command.

Nothing of Sphinx is imported: its errors are recognised by their attributes.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import logging
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from sphinx_anthology.model.problem import printable

_COLOURS = re.compile(r"(\x1b\[[0-9;]*[mK]|\A\r+|\r+(?=[\n\x1b]|\Z))")
"""Sphinx's colours and carriage returns."""


class SafeStream:
    """A stream that writes control characters as code points."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        parts = _COLOURS.split(text)
        # every second part is a control sequence
        parts[::2] = [printable(part) for part in parts[::2]]
        self._stream.write("".join(parts))
        return len(text)

    def write_link(self, text: str, address: str) -> None:
        """Write a text as a link of the terminal (OSC 8)."""
        if not address.isascii() or not address.isprintable():
            self.write(text)
            return
        self._stream.write(f"\x1b]8;;{address}\x1b\\{printable(text)}\x1b]8;;\x1b\\")

    def writelines(self, lines: Iterator[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Any other attribute of the stream."""
        return getattr(self._stream, name)


def print_link(before: str, text: str, address: str, after: str) -> None:
    """Print a line with a link in it, where the stream can write one."""
    if isinstance(sys.stdout, SafeStream):
        sys.stdout.write(before)
        sys.stdout.write_link(text, address)
        sys.stdout.write(f"{after}\n")
    else:
        print(f"{before}{text}{after}")


@contextlib.contextmanager
def safe_streams() -> Iterator[None]:
    """Make both output streams of the program safe."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (s and SafeStream(s) for s in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


DONE, PROBLEMS, UNUSABLE = range(3)
"""Exit codes: all is well; done, with problems; not done."""
INTERRUPTED, NOT_READ, TERMINATED = (128 + number for number in (2, 13, 15))
"""Exit codes as in shells: Ctrl-C, a closed pipe, a termination."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ERRNO = re.compile(r"\[Errno (\d+)\] ([^:\n]+)(?:: ['\"]([^'\"\n]+)['\"])?")
_STOPPED = "Nothing is damaged; run the same command again."
_PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "×": "x"}
"""Replacements for characters that a terminal lacks."""


class CommandError(Exception):
    """A command cannot go on; the message says why.

    ``advice`` ends the message where an option was stated: who is asked a question reads only
    ``message``.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message


class _Terminated(BaseException):
    """The program is terminated from outside."""


def run_safely(run: Callable[[], int], *, debug: bool = False, unusable: int = UNUSABLE) -> int:
    """Run a command; the result is the exit code, whatever happens.

    ``unusable`` is the exit code of a command that cannot run.
    """
    _open_streams()
    logging.raiseExceptions = debug
    with _signals() as seen:
        try:
            code = run()
            _flush()
        except BaseException as error:
            if isinstance(error, (SystemExit, GeneratorExit)) and not seen:
                raise
            return _end(error, seen, debug=debug) or unusable
        return code


def _end(error: BaseException, seen: list[int], *, debug: bool) -> int:
    """Print why a command ends; give the exit code, or 0 for a plain error."""
    if debug:
        _show(error)
    _end_workers()
    if isinstance(error, BrokenPipeError) and not seen:
        _read_by_nobody()
        return NOT_READ
    if seen and seen[0] == signal.SIGTERM:
        _say(f"Ended from outside. {_STOPPED}")
        return TERMINATED
    if seen or isinstance(error, KeyboardInterrupt):
        _say(f"Interrupted. {_STOPPED}")
        return INTERRUPTED
    _say(sentence(error))
    return 0


def _say(message: str) -> None:
    with contextlib.suppress(OSError):
        if sys.stdout is not None and sys.stdout.isatty():
            print()  # progress may be in the middle of a line
        _flush()
        print(f"anthology: {message}", file=sys.stderr)


def _show(error: BaseException) -> None:
    """Print the traceback of an error, of this process or a worker."""
    traceback.print_exception(error)
    if isinstance(elsewhere := getattr(error, "traceback", None), str):
        print(elsewhere, file=sys.stderr)


# messages of errors


def sentence(error: BaseException) -> str:
    """An error as one or two sentences, without a traceback."""
    if isinstance(error, CommandError):
        return str(error)
    cause = _cause(error)
    if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ImportError):
        return _of_file_system(cause.errno, cause.strerror or "", str(cause.filename or ""))
    if type(error).__name__ == "ConfigError" and error.__cause__ is not None:
        return _of_conf(error.__cause__)
    return _of_sphinx(error, cause) if hasattr(error, "category") else _of_program(_named(error))


def _of_sphinx(error: BaseException, cause: BaseException) -> str:
    """The message of an error of Sphinx, which may be a worker's."""
    message = " ".join(str(error).split())
    is_parallel = isinstance(getattr(error, "traceback", None), str)
    if (found := _ERRNO.search(message)) and (is_parallel or int(found[1]) in _FULL):
        return _of_file_system(int(found[1]), found[2], found[3] or "")
    if isinstance(cause, ModuleNotFoundError):
        message = message.partition(" (exception")[0]
        return f"{_closed(message)} Install it, or take it out of conf.py."
    if is_parallel or message.startswith("Handler <"):
        return _of_program(message if is_parallel else _named(cause))
    return _closed(message) or "Sphinx stopped, and does not say why."


def _cause(error: BaseException) -> BaseException:
    """The cause of an error of Sphinx; else the error itself."""
    while isinstance(inner := getattr(error, "orig_exc", None), BaseException):
        error = inner
    is_wrapped = hasattr(error, "category") and isinstance(error.__cause__, OSError)
    return error.__cause__ if is_wrapped and error.__cause__ else error


def _closed(message: str) -> str:
    """A message with a full stop."""
    return message if not message or message[-1] in ".!?" else f"{message}."


def _named(error: BaseException) -> str:
    message = " ".join(str(error).split())
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _of_program(what: str) -> str:
    return (
        f"{what}. This should not happen. Run the same command with --debug, and report what it"
        " shows."
    )


def _of_file_system(number: int, reason: str, name: str) -> str:
    place = _short(name)
    if number in _FULL:
        where = f" ({place})" if place else ""
        return f"{reason}{where}. {_STOPPED[:-1]} when there is room."
    if number in {errno.EEXIST, errno.ENOTDIR} and (file := _file_for_folder(name)):
        return f"{_short(file)} is a file, where a folder is needed. Rename it, or delete it."
    return f"{place}: {reason}." if place else f"{reason}."


def _short(name: str) -> str:
    """A path from the current folder, if it is below it."""
    with contextlib.suppress(ValueError, OSError):
        return Path(name).relative_to(Path.cwd()).as_posix() if name else ""
    return name


def _file_for_folder(name: str) -> str:
    """The file in place of a folder in a path; empty if none."""
    for folder in (Path(name), *Path(name).parents) if name else ():
        if folder.is_file():
            return str(folder)
    return ""


def _of_conf(cause: BaseException) -> str:
    """The error in ``conf.py``, with its line."""
    line = getattr(cause, "lineno", 0) or _line_in_conf(cause.__traceback__)
    place = f"conf.py, line {line}" if line else "conf.py"
    if isinstance(cause, SyntaxError):
        return f"{place}: {cause.msg}. Mend this line, and run the same command again."
    if isinstance(cause, SystemExit):
        return f"{place}: it ends the program (sys.exit). Take that out of it."
    return f"{place}: {_named(cause)}. Mend this line, and run the same command again."


def _line_in_conf(trace: TracebackType | None) -> int:
    line = 0
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename).name == "conf.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


# signals and streams


@contextlib.contextmanager
def _signals() -> Iterator[list[int]]:
    """Turn signals into an orderly end; gives the signals received.

    A worker process ends at once, and so does this one at a second signal.
    """
    seen: list[int] = []
    own = os.getpid()

    def note(number: int, frame: FrameType | None) -> None:
        if os.getpid() != own or seen:
            os._exit(128 + number)
        seen.append(number)
        raise KeyboardInterrupt if number == signal.SIGINT else _Terminated

    if threading.current_thread() is not threading.main_thread():
        yield seen
        return
    usual: dict[int, Any] = {n: signal.signal(n, note) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield seen
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def _end_workers() -> None:
    """Kill the worker processes."""
    multiprocessing = sys.modules.get("multiprocessing")
    for process in multiprocessing.active_children() if multiprocessing else ():
        process.kill()
        process.join()


def _open_streams() -> None:
    """Make the streams safe for every terminal, and for closed descriptors."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("anthology", _plain)
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        if stream is not None and encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="anthology")


def _plain(error: UnicodeError) -> tuple[str, int]:
    """The ASCII replacement of characters that a terminal lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    shown = (_PLAIN.get(s) or s.encode("ascii", "backslashreplace").decode() for s in signs)
    return "".join(shown), error.end


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _read_by_nobody() -> None:
    """Redirect output to nowhere, or Python would complain at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
