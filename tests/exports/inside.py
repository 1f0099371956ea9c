"""Runs code of Python's on another day, and where nobody can be asked.

``python -P inside.py DAYS ATTEMPTS CODE ARGUMENT…``: so many days later, by all clocks of
Python's; and whatever asks the network fails, and is noted in the file ``ATTEMPTS``. Nothing
else may be loaded before: this file imports only what it changes.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
import os
import sys
import time
from collections.abc import Callable

ASKING = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
)
"""What Python tells of, whoever does it (PEP 578)."""


def move_clock(days: int) -> None:
    """Let all clocks of Python's show a later day."""
    later = days * 86400
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + later
    time.time_ns = lambda: now_ns() + later * 10**9
    for name in ("ctime", "gmtime", "localtime"):
        setattr(time, name, _asked_without(getattr(time, name)))
    strftime, asctime = time.strftime, time.asctime
    time.strftime = lambda form, moment=None: strftime(form, moment or time.localtime())
    time.asctime = lambda moment=None: asctime(moment or time.localtime())
    _replace(dt.date, "today", lambda kind: kind.fromtimestamp(time.time()))
    _replace(dt.datetime, "now", lambda kind, tz=None: kind.fromtimestamp(time.time(), tz))
    _replace(dt.datetime, "utcnow", _naive_now)


def _naive_now(kind: type[dt.datetime]) -> dt.datetime:
    return kind.fromtimestamp(time.time(), dt.UTC).replace(tzinfo=None)


def _asked_without(ask: Callable[[float], object]) -> Callable[..., object]:
    """A function of a moment, which means now where none is given."""
    return lambda moment=None: ask(time.time() if moment is None else moment)


def _replace(kind: type, name: str, function: Callable[..., object]) -> None:
    """Give a type of C another class method: a subclass would not be seen by C code."""
    (members,) = gc.get_referents(kind.__dict__)
    members[name] = classmethod(function)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def cut_network(attempts: str) -> None:
    """Let whatever asks the network fail, and note it: who asks may be content with a failure."""
    file = os.open(attempts, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in ASKING:
            os.write(file, f"{event} {arguments[-1]}\n".encode())
            raise OSError(f"{event}: there is no network here")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    days, attempts, code, *arguments = sys.argv[1:]
    move_clock(int(days))
    cut_network(attempts)
    sys.argv = ["anthology", *arguments]
    exec(compile(code, "code", "exec"), {"__name__": "__main__"})  # noqa: S102  # tests wrote it
