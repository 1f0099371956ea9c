"""Invariant 3: the same input gives the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build, differences
from tests.conftest import JOURNAL


@pytest.mark.parametrize("jobs", [2, 4])
def test_parallel_equals_serial(
    publication: Callable[[str, str], Built], tmp_path: Path, jobs: int
) -> None:
    """With two or four processes the site is that of one; pictures of equal names included."""
    serial = publication("journal", "html")
    parallel = build(JOURNAL, tmp_path / "out", tmp_path / "doctrees", jobs=jobs)
    assert differences(serial.out, parallel.out) == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex", "man", "singlehtml"])
def test_neither_folder_nor_day_shows(
    publication: Callable[[str, str], Built],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    builder: str,
) -> None:
    """In another folder and in another year, where no state changes, every byte is the same."""
    here = publication("journal", builder)
    elsewhere = Path(shutil.copytree(JOURNAL, tmp_path / "a place" / "of another name"))
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", "2000000000"
    )  # in 2033; the sample states its as-of date
    there = build(elsewhere, tmp_path / "out", tmp_path / "doctrees", builder=builder)
    assert differences(here.out, there.out) == []


def test_the_as_of_date_decides_not_the_clock(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the setting, SOURCE_DATE_EPOCH is the as-of date: it opens a scheduled post."""
    conf = journal / "conf.py"
    lines = conf.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("anthology_as_of")]
    conf.write_text("\n".join(kept), encoding="utf-8")
    page = "series/town-data-days/06-canary-look-back.html"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # May 2026
    build(journal, tmp_path / "out", tmp_path / "doctrees")
    assert not (tmp_path / "out" / page).exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1940000000")  # June 2031
    build(journal, tmp_path / "out", tmp_path / "doctrees")
    assert (tmp_path / "out" / page).exists()
