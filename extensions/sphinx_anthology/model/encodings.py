"""What a file is that is no UTF-8 text, and how it becomes one."""

from __future__ import annotations

_MARKS = {b"\xff\xfe\x00\x00": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_LOOKED_AT = 4096


def not_utf8(raw: bytes, file: str, effect: str) -> str:
    r"""What is said of such a file; ``effect`` is what follows for the publication.

    >>> not_utf8("é".encode("latin-1"), "a.md", "It is left out.")[:56]
    'The file is not UTF-8 text but seems to be Windows-1252 '
    >>> not_utf8(b"\x89PNG\0\0", "a.md", "It is left out.")
    'The file is not UTF-8 text. It is left out.'
    >>> not_utf8(b"one\ntw\0o", "a.md", "It is left out.")[:53]
    'Line 2 has a character that is no text (U+0000). It i'
    """
    new = file.rpartition("/")[2]
    if line := _line_of_null(raw):
        return (
            f"Line {line} has a character that is no text (U+0000). {effect} Delete it, or copy "
            f"what can be read into a new file: tr -d '\\000' < {new} > new-{new}"
        )
    form = _form(raw[:_LOOKED_AT])
    if not form:
        return f"The file is not UTF-8 text. {effect}"
    name = "Windows-1252 (Latin-1)" if form == "WINDOWS-1252" else form
    return (
        f"The file is not UTF-8 text but seems to be {name}. {effect} Save it as UTF-8: in an "
        f"editor by ‘Save as’ with the encoding UTF-8, or by the command "
        f"iconv -f {form} -t UTF-8 {new} > new-{new}"
    )


def _line_of_null(raw: bytes) -> int:
    """The line of the first null in what is otherwise text; 0 where there is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    few = len(text) / 20 + 1  # UTF-16 of plain letters has one after each
    return text.count("\n", 0, text.find("\0")) + 1 if 0 < text.count("\0") <= few else 0


def _form(start: bytes) -> str:
    """The encoding that a file's first bytes are of; empty where it is no text."""
    if found := next((form for mark, form in _MARKS.items() if start.startswith(mark)), ""):
        return found
    if b"\0" in start:
        first, second = start[::2].count(0), start[1::2].count(0)
        form = "UTF-16BE" if first > second else "UTF-16LE"
        return form if max(first, second) > len(start) / 5 else ""
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    return "" if controls else "WINDOWS-1252"
