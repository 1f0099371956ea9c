"""How a command ends: with an exit code, and where it cannot go on with one sentence.

Nothing of Sphinx is imported: its errors are known by what they carry.
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
"""What Sphinx's progress needs: colours, and a line that begins anew."""


class SafeStream:
    """A stream on which what cannot be seen is named."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        parts = _COLOURS.split(text)
        # every second part is one of the signs
        parts[::2] = [printable(part) for part in parts[::2]]
        self._stream.write("".join(parts))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Give what else the stream has."""
        return getattr(self._stream, name)


@contextlib.contextmanager
def safe_streams() -> Iterator[None]:
    """Let both streams of the program be safe ones."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (s and SafeStream(s) for s in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


DONE, PROBLEMS, UNUSABLE = range(3)
"""All is well; it was done, but there are problems; it could not be done."""
INTERRUPTED, NOT_READ, TERMINATED = (128 + number for number in (2, 13, 15))
"""As shells say it: Ctrl-C, nobody reads the output, an end from outside."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ERRNO = re.compile(r"\[Errno (\d+)\] ([^:\n]+)(?:: ['\"]([^'\"\n]+)['\"])?")
_STOPPED = "Nothing is damaged; run the same command again."
_PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "×": "x"}
"""How a terminal shows our signs that has none of them."""


class CommandError(Exception):
    """A command cannot go on; the message says why, in a sentence or two."""


class _Terminated(BaseException):
    """Somebody ends the program from outside."""


def ended(run: Callable[[], int], *, debug: bool = False, unusable: int = UNUSABLE) -> int:
    """Run a command; the result is the exit code, whatever happens.

    ``unusable`` is that of a command that cannot do what was asked.
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
    """Say why a command ends, and give the exit code; none where it could not go on."""
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
            print()  # progress may stand in the middle of a line
        _flush()
        print(f"anthology: {message}", file=sys.stderr)


def _show(error: BaseException) -> None:
    """Show where an error comes from, in this process or in one that worked for it."""
    traceback.print_exception(error)
    if isinstance(elsewhere := getattr(error, "traceback", None), str):
        print(elsewhere, file=sys.stderr)


# what an error says


def sentence(error: BaseException) -> str:
    """What went wrong, in a sentence or two, without a traceback."""
    if isinstance(error, CommandError):
        return str(error)
    cause = _cause(error)
    if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ImportError):
        return _of_file_system(cause.errno, cause.strerror or "", str(cause.filename or ""))
    if type(error).__name__ == "ConfigError" and error.__cause__ is not None:
        return _of_conf(error.__cause__)
    return _of_sphinx(error, cause) if hasattr(error, "category") else _of_program(_named(error))


def _of_sphinx(error: BaseException, cause: BaseException) -> str:
    """What an error of Sphinx's says, which may be of a process that worked for it."""
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
    """What an error of Sphinx's was made of; otherwise the error itself."""
    while isinstance(inner := getattr(error, "orig_exc", None), BaseException):
        error = inner
    is_wrapped = hasattr(error, "category") and isinstance(error.__cause__, OSError)
    return error.__cause__ if is_wrapped and error.__cause__ else error


def _closed(message: str) -> str:
    """A message as a sentence."""
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
    """A path as it is told: from the current folder, where it lies below it."""
    with contextlib.suppress(ValueError, OSError):
        return Path(name).relative_to(Path.cwd()).as_posix() if name else ""
    return name


def _file_for_folder(name: str) -> str:
    """The file that stands where a path has a folder; empty where none does."""
    for folder in (Path(name), *Path(name).parents) if name else ():
        if folder.is_file():
            return str(folder)
    return ""


def _of_conf(cause: BaseException) -> str:
    """What is wrong with the code of ``conf.py``, and in which line."""
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
    """Let signals end the command in order; gives those that came.

    A process that works for this one is ended at once, and so is this one at the second.
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
    """End the processes that work for this one."""
    multiprocessing = sys.modules.get("multiprocessing")
    for process in multiprocessing.active_children() if multiprocessing else ():
        process.kill()
        process.join()


def _open_streams() -> None:
    """Let every terminal show what is said; what is closed gets nothing."""
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
    """A sign that the terminal does not have, in signs that every terminal has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    shown = (_PLAIN.get(s) or s.encode("ascii", "backslashreplace").decode() for s in signs)
    return "".join(shown), error.end


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _read_by_nobody() -> None:
    """Write nothing more to where nobody reads, or Python complains when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
