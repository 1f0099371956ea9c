"""Prose of invented words, drawn with a generator of random numbers."""

from __future__ import annotations

import itertools
import random

# ruff: noqa: SIM905  # as words they are read, and as lists used
SYLLABLES = (
    "an ar ba be bi ca ce con da de di en er fa fe ga ge hi in is ka la le li lo ma me mi mo na "
    "ne ni no or pa pe po qua ra re ri ro sa se si so sta ta te ti to tra un va ve vi vo za"
).split()
ENDINGS = ["", "", "s", "ing", "ed", "tion", "al", "ly", "er", "ment"]
COMMON = (
    "the of and to in a is that for it as was with be by on not he this are or his from at which "
    "but have an had they you were their one all we can her has there been if more when will "
    "would who so no"
).split()


class Words:
    """Prose of invented words, of which few are common and most are rare (Zipf's law)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.invented = _invented(rng, 8000)
        self._known = [*COMMON, *self.invented]
        self._weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(self._known))))

    def draw(self, count: int) -> list[str]:
        """Words of running text."""
        return self.rng.choices(self._known, cum_weights=self._weights, k=count)

    def name(self) -> str:
        """A name: an invented word with a capital."""
        return self.rng.choice(self.invented).capitalize()

    def title(self, count: int) -> str:
        """A title, every word with a capital."""
        return " ".join(self.draw(count)).title()

    def sentence(self, count: int = 0) -> str:
        """A sentence, of 8 to 22 words unless told; one in five has emphasis."""
        words = self.draw(count or self.rng.randint(8, 22))
        words[0] = words[0].capitalize()
        lot = self.rng.random()
        if lot < 0.12:
            words[2] = f"*{words[2]}*"
        elif lot < 0.2:
            words[3] = f"**{words[3]}**"
        return f"{' '.join(words)}."

    def paragraph(self, least: int) -> str:
        """Sentences of as many words together, or a few more."""
        sentences: list[str] = []
        while sum(len(s.split()) for s in sentences) < least:
            sentences.append(self.sentence())
        return " ".join(sentences)


def _invented(rng: random.Random, count: int) -> list[str]:
    """Different words of one to three syllables and an ending, none of them a common one."""
    words: dict[str, None] = {}
    while len(words) < count:
        word = "".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3)))) + rng.choice(ENDINGS)
        if len(word) > 2 and word not in COMMON:
            words[word] = None
    return list(words)
