"""What `feedback_archive` is drawn from: posts and feedback, moments, names, hosts and sentences with filled slots."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from dataclasses import dataclass, field

import feedback_wording as wording

YEARS = range(2004, 2019)
FREE_MAIL = ("freemail.example", "post.example.net", "mail.example.org", "web.example", "letters.example.com")
ENDINGS = ("example", "example.com", "example.net", "example.org", "test")


@dataclass(frozen=True, slots=True)
class Said:
    """A post that people answer to."""

    number: int
    title: str
    text: str
    language: str
    at: dt.datetime
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of feedback with the truth about it; `campaign` is empty for people."""

    kind: str
    post: Said
    at: dt.datetime | None
    author_name: str
    body: str
    author_email: str = ""
    author_url: str = ""
    title: str = ""
    blog_name: str = ""
    language: str = "en"
    is_reply: bool = False
    is_spam: bool = False
    campaign: str = ""
    recorded: str = "approved"


@dataclass
class Blog:
    """What one archive is drawn from."""

    chance: random.Random
    seed: int
    posts: list[Said] = field(default_factory=list)


def in_time(pool: tuple[str, ...], seed: int, moment: float) -> list[str]:
    """Return the sentences that are said at a moment (0 to 1): each comes and most go."""
    found = []
    for sentence in pool:
        place = zlib.crc32(f"{seed}:{sentence}".encode()) / 2**32
        begins, lasts = place * 1.1 - 0.35, 0.3 + 0.7 * ((place * 97) % 1)
        if begins <= moment <= begins + lasts:
            found.append(sentence)
    return found or list(pool)


def year_of(at: dt.datetime) -> float:
    return (at.year - YEARS.start + at.month / 12) / len(YEARS)


def moment(chance: random.Random) -> dt.datetime:
    day = dt.datetime(YEARS.start, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=chance.randrange(365 * len(YEARS)))
    return day + dt.timedelta(seconds=chance.randrange(86400))


def filled(chance: random.Random, sentence: str, post: Said, goods: tuple[str, ...], host: str) -> str:
    """Return a sentence with its slots filled."""
    while "{w}" in sentence:
        sentence = sentence.replace("{w}", chance.choice(goods), 1)
    while "{link}" in sentence:
        path = "/".join(chance.choice(goods) for _ in range(chance.randint(0, 2))) if goods else ""
        address = host if "/" in host.removeprefix("http://") else f"{host}/{path}"
        sentence = sentence.replace("{link}", address + chance.choice(("", ".html", f"?p={chance.randint(1, 999)}")), 1)
    words = post.text.split()
    start = chance.randrange(max(1, len(words) - 14))
    return sentence.format(
        a=chance.choice(post.theme),
        b=chance.choice(post.theme),
        n=chance.choice((chance.randint(2, 12), chance.randint(13, 99), chance.randint(100, 3000))),
        who=chance.choice(wording.NAMES[post.language].split()),
        where=chance.choice(wording.TOWNS),
        title=post.title,
        quote=" ".join(words[start : start + chance.randint(6, 14)]),
    )


def blur(chance: random.Random, text: str) -> str:
    """Return a text as it is typed: sometimes in small letters, with a slip, with more signs than needed."""
    draw = chance.random()
    if draw < 0.12:
        return text.lower()
    if draw < 0.2 and len(text) > 12:
        at = chance.randrange(5, len(text) - 3)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if draw < 0.27:
        return text + chance.choice((" :-)", " ;)", "!!", "...", " ❤", " 😂"))
    if draw < 0.3 and "http" in text:
        address = next(word for word in text.split() if "http" in word).strip(",()")
        return text.replace(address, f'<a href="{address}">{chance.choice(("here", "this", address))}</a>', 1)
    return text.upper() if draw > 0.985 else text


def called(chance: random.Random, name: str) -> str:
    return chance.choice((name, name, name, name.lower(), f"{name}{chance.randint(50, 99)}", handle(chance)))


def handle(chance: random.Random) -> str:
    parts = ("moss", "kettle", "rook", "pixel", "otter", "violet", "north", "tiny", "gravel", "echo", "mister", "luna")
    return chance.choice(parts) + chance.choice(("", "_", ".")) + chance.choice(parts) + chance.choice(("", "77", "x"))


def gibberish(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfghklmnprstvwxz" if odd % 2 else "aeiouy") for odd in range(chance.randint(5, 10)))


def host(chance: random.Random, goods: tuple[str, ...]) -> str:
    ascii_goods = [word for word in goods if word.isascii()] or ["shop", "best", "top"]
    first, second = chance.choice(ascii_goods), chance.choice(ascii_goods)
    name = chance.choice(
        (
            f"{first}-{second}",
            f"{first}{second}",
            f"best-{first}{chance.randint(1, 99)}",
            f"{first}4u",
            gibberish(chance),
        )
    )
    return f"http://{chance.choice(('', 'www.'))}{name}.{chance.choice(ENDINGS)}"
