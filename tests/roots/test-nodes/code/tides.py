"""The tides of one gauge."""


def high(readings: list[float]) -> float:
    """The highest reading."""
    return max(readings)
