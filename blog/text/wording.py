"""Sentences for a person: in English where commands and reports say them, in another language where a page does."""

from __future__ import annotations

from collections.abc import Callable


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogues, as Django's function of this name does, where nothing knows Django."""
    return sentence


def reason(error: BaseException) -> str:
    """Return in one line what went wrong."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


class Problem(Exception):  # noqa: N818 - it is a sentence more than an error
    """Something that a person should read: `str()` is English, `told()` what a translating function makes of it."""

    def __init__(self, sentence: str = "", **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values

    def told(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in another language, with the same values."""
        sentence = translate(self.sentence)
        return sentence % self.values if self.values else sentence


class Nonsense(Problem, ValueError):  # noqa: N818 - it says what is wrong with what the person asked for
    """What a person asked for has no meaning."""
