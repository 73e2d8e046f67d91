"""The campaigns of spam in `feedback_archive`: each sells its goods in one manner, from some hosts, for some time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import feedback_wording as wording
import spam_wording
from feedback_drawing import (
    FREE_MAIL,
    Blog,
    Item,
    Said,
    called,
    filled,
    gibberish,
    host,
    in_time,
    moment,
    year_of,
)

LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$"})


@dataclass(frozen=True, slots=True)
class Campaign:
    """One spammer's work: what is sold, in which manner, when and how much."""

    name: str
    goods: tuple[str, ...]
    manner: str
    language: str
    begins: dt.datetime
    days: int
    volume: int
    sentences: tuple[str, ...]
    hosts: tuple[str, ...]
    leet: bool = False
    mail: str = "freemail.example"
    sly: bool = False  # ordinary names and hosts, soon after the post


def campaigns_of(blog: Blog, count: int, spam: int) -> Iterator[Campaign]:
    """Yield campaigns all over the years, whose volumes sum to about `spam`."""
    chance = blog.chance
    drawn = [(moment(chance), chance.paretovariate(1.1)) for _ in range(count)]
    total = sum(min(size, 20) for _, size in drawn)
    for number, (begins, size) in enumerate(drawn):
        volume = max(5, round(spam * min(size, 20) / total))
        yield _campaign(blog, number, begins, volume)


def _campaign(blog: Blog, number: int, begins: dt.datetime, volume: int) -> Campaign:
    chance = blog.chance
    language = chance.choices(("en", "ru", "fr", "it", "de", "es", "pt", "nl"), weights=(70, 9, 5, 5, 4, 3, 2, 2))[0]
    since, words = spam_wording.GOODS_ELSEWHERE.get(language, (0, ""))
    name = language
    if language == "en" or since > begins.year:
        language = "en"
        # What is new sells best.
        known = [key for key, (year, _) in spam_wording.GOODS.items() if year <= begins.year]
        name = chance.choice([*known, *known[-5:], *known[-5:]])
        words = spam_wording.GOODS[name][1]
    goods = tuple(words.split())
    manner = chance.choices(
        ("list", "pitch", "praise", "quote", "trackback", "copy"), weights=_weights_of_manners(begins.year, language)
    )[0]
    pools = {
        "list": spam_wording.LISTS,
        "pitch": spam_wording.PITCHES[language],
        "praise": spam_wording.PRAISE,
        "quote": spam_wording.QUOTERS,
        "trackback": spam_wording.TRACKBACKS,
        "copy": wording.REMARKS["en"],  # what people said elsewhere, word for word
    }
    pool = in_time(pools[manner], blog.seed, year_of(begins))
    return Campaign(
        name=f"{number}-{name}-{manner}",
        goods=tuple(chance.sample(goods, max(4, len(goods) * 2 // 3))),
        manner=manner,
        language=language,
        begins=begins,
        days=chance.choice((3, 20, 60, 200)),
        volume=volume,
        sentences=tuple(chance.sample(pool, min(len(pool), chance.randint(2, 6)))),
        hosts=tuple(host(chance, goods) for _ in range(chance.choice((1, 2, 5, 25)))),
        leet=chance.random() < 0.12,
        mail=chance.choice((*FREE_MAIL, host(chance, goods).removeprefix("http://"))),
        sly=manner == "copy" or (manner in ("praise", "pitch", "quote") and chance.random() < 0.3),
    )


def _weights_of_manners(year: int, language: str) -> tuple[int, ...]:
    if language != "en":
        return (6, 12, 0, 0, 2, 0)
    return (8, 6, 2, 2, 10, 0) if year < 2008 else (4, 8, 10, 4, 4, 1) if year < 2013 else (2, 10, 10, 4, 2, 2)


def by_campaign(blog: Blog, campaign: Campaign) -> Item:
    chance = blog.chance
    at = campaign.begins + dt.timedelta(days=chance.random() * campaign.days)
    at = min(at, dt.datetime(2018, 12, 31, 23, tzinfo=dt.UTC) - dt.timedelta(seconds=chance.randrange(86400)))
    known = [post for post in blog.posts if post.at < at] or blog.posts[:1]
    post = max(known, key=lambda post: post.at) if campaign.sly and chance.random() < 0.7 else chance.choice(known)
    host = chance.choice(campaign.hosts)
    body = " ".join(
        filled(chance, chance.choice(campaign.sentences), post, campaign.goods, host)
        for _ in range(chance.choice((1, 1, 2)) if campaign.manner != "list" else chance.randint(1, 5))
    )
    if campaign.leet:
        body = " ".join(
            w.translate(LEET) if w in campaign.goods and chance.random() < 0.6 else w for w in body.split(" ")
        )
    keywords = " ".join(chance.sample(campaign.goods, min(len(campaign.goods), chance.randint(1, 3))))
    if campaign.manner == "trackback":
        title = keywords if chance.random() < 0.7 else keywords.title()
        address = f"{host}/{keywords.replace(' ', '-')}.html"
        return _spam(
            campaign, post, at, "trackback", body, author_url=address, title=title, blog_name=keywords.split()[0]
        )
    person = chance.choice(wording.NAMES["en"].split())
    shows_goods = campaign.manner in ("praise", "quote") or chance.random() < 0.5
    name = keywords if shows_goods and chance.random() < 0.8 else chance.choice((person, gibberish(chance).title()))
    email = f"{gibberish(chance)}{chance.randint(1, 9999)}@{campaign.mail}"
    if campaign.sly:
        name, email = called(chance, person), f"{person.lower()}{chance.randint(1, 99)}@{campaign.mail}"
    hidden = campaign.manner in ("pitch", "list") and chance.random() < 0.4
    return _spam(
        campaign,
        post,
        at,
        "comment",
        body,
        author_name=name,
        author_email=email,
        author_url="" if hidden else f"{host}/",
    )


def _spam(campaign: Campaign, post: Said, at: dt.datetime, kind: str, body: str, **fields: str) -> Item:
    known = {"author_name": ""} | fields
    return Item(
        kind,
        post,
        at,
        body=body,
        language=campaign.language,
        is_spam=True,
        campaign=campaign.name,
        recorded="spam",
        **known,
    )
