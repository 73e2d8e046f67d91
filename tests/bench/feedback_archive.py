"""Fifteen years of feedback to a blog that never was, to train the filter on and to measure it with.

`archive(seed)` gives the same items for the same seed, in the order of their time. Campaigns of spam come and go, sell
other things every year and change their manners and hosts; people come and go too, and each sentence is said in some
years only, so later years hold sentences, goods and campaigns that earlier ones have not seen. Among people are those
who link, speak of money, or say next to nothing; among spam that which praises and that which quotes the post. Of the
old spam some was approved (`recorded`), as it happens; `is_spam` is the truth.
`videos(seed)` and `messages(seed)` give short texts without addresses, posts or dates that would help.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import feedback_wording as wording
import spam_wording
from feedback_drawing import (
    ENDINGS,
    FREE_MAIL,
    Blog,
    Item,
    Said,
    blur,
    called,
    filled,
    handle,
    host,
    in_time,
    moment,
    year_of,
)
from feedback_spam import by_campaign, campaigns_of

LANGUAGES = {"en": 10, "fr": 3, "it": 3, "de": 2, "es": 2, "pt": 1, "nl": 1}
# Of the spam of a year, how much was approved: before the blog had a filter, and since.
APPROVED_ONCE = {"comment": (0.06, 0.004), "trackback": (0.25, 0.01)}
GUARDED_SINCE = 2009


def archive(seed: int = 1, people: int = 8000, campaigns: int = 90, spam: int = 8000) -> list[Item]:
    """Return the feedback of the years 2004 to 2018, about `people` + `spam` items, oldest first."""
    blog = Blog(random.Random(seed), seed)
    blog.posts = [_post(blog, number) for number in range(max(30, people // 25))]
    items = [_by_someone(blog) for _ in range(people)]
    for campaign in campaigns_of(blog, campaigns, spam):
        items += [by_campaign(blog, campaign) for _ in range(campaign.volume)]
    return sorted((_recorded(blog, item) for item in items), key=lambda item: (item.at, item.author_name, item.body))


def videos(seed: int = 1, count: int = 2000) -> list[Item]:
    """Return short comments below videos, half of them spam; no e-mail, no website, one language."""
    return list(_short(seed, count, wording.VIDEO_TALK, spam_wording.VIDEO_SPAM, 0.5))


def messages(seed: int = 1, count: int = 5000) -> list[Item]:
    """Return short messages, one in seven a swindle; no names, no dates."""
    return list(_short(seed, count, wording.MESSAGES_TALK, spam_wording.MESSAGES_SPAM, 0.14, dated=False))


def _short(
    seed: int, count: int, talk: tuple[str, ...], spam: tuple[str, ...], share: float, dated: bool = True
) -> Iterator[Item]:
    chance = random.Random(seed)
    blog = Blog(chance, seed)
    post = replace(_post(blog, 0), language="en", theme=tuple(wording.THEMES["en"][0].split()))
    start = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    goods = tuple(" ".join(spam_wording.GOODS[name][1] for name in ("likes", "ringtones", "streams", "loans")).split())
    for number in range(count):
        is_spam = chance.random() < share
        # The sentences of a time: later ones are partly others.
        pool = in_time(spam if is_spam else talk, seed, number / count)
        body = blur(chance, filled(chance, chance.choice(pool), post, goods, host(chance, goods)))
        if chance.random() < 0.4:
            body = f"{body} {blur(chance, filled(chance, chance.choice(pool), post, goods, host(chance, goods)))}"
        at = start + dt.timedelta(minutes=30 * number) if dated else None
        name = handle(chance) if dated else ""
        recorded = "spam" if is_spam else "approved"
        yield Item("comment", post, at, name, body, is_spam=is_spam, campaign="short" * is_spam, recorded=recorded)


def _post(blog: Blog, number: int) -> Said:
    chance = blog.chance
    language = chance.choices(list(LANGUAGES), weights=list(LANGUAGES.values()))[0]
    theme = tuple(chance.choice(wording.THEMES[language]).split())
    words = chance.sample(theme, 2)
    title = f"{words[0].capitalize()} & {words[1]}"
    sentences = [chance.choice(wording.POST_SENTENCES[language]) for _ in range(chance.randint(3, 12))]
    text = " ".join(
        sentence.format(a=chance.choice(theme), b=chance.choice(theme), where=chance.choice(wording.TOWNS))
        for sentence in sentences
    )
    return Said(number, title, text, language, moment(chance), theme)


def _by_someone(blog: Blog) -> Item:
    """Return what one of the blog's readers says, within weeks of the post or, now and then, years later."""
    chance = blog.chance
    post = chance.choice(blog.posts)
    late = chance.random() < 0.12
    at = post.at + dt.timedelta(days=chance.expovariate(1 / (900 if late else 6)), seconds=chance.randrange(86400))
    at = min(at, dt.datetime(2018, 12, 31, 12, tzinfo=dt.UTC) - dt.timedelta(seconds=chance.randrange(86400)))
    language = post.language if chance.random() < 0.93 else "en"
    name = chance.choice(wording.NAMES[language].split())
    surname = chance.choice(("", "", " M.", f" {chance.choice(wording.TOWNS)}er", f" {chance.choice('ABDFGHKLPRST')}."))
    site = f"http://{name.lower()}{chance.choice(('', '-writes', 'blog', str(chance.randint(2, 80))))}"
    site = site.encode("ascii", "ignore").decode() + "." + chance.choice(ENDINGS)
    if chance.random() < 0.1:  # somebody's shop
        site = f"http://{chance.choice(('shop', 'best', 'online', 'the'))}-{post.theme[-1]}.{chance.choice(ENDINGS)}"
        site = site.encode("ascii", "ignore").decode()
    has_site = chance.random() < 0.35
    if chance.random() < 0.06:
        return _mention(chance, post, at, language, name, site)
    mail = f"{name.lower()}{chance.randint(1, 99)}@{chance.choice((*FREE_MAIL, 'house.example', 'work.example.net'))}"
    return Item(
        "comment", post, at,
        author_name=called(chance, name) + surname,
        body=_remark(blog, post, at, language, site),
        author_email=mail if chance.random() < 0.7 else "",
        author_url=site + "/" if has_site else "",
        language=language,
        is_reply=chance.random() < 0.3,
    )  # fmt: skip


def _mention(chance: random.Random, post: Said, at: dt.datetime, language: str, name: str, site: str) -> Item:
    body = filled(chance, chance.choice(wording.MENTIONS[language]), post, (), site)
    title = " ".join(chance.sample(post.theme, 2)).capitalize()
    kind = chance.choice(("trackback", "trackback", "pingback"))
    where = f"{site}/{at.year}/{at.month:02}/{post.theme[0].lower()}/"
    blog_name = f"{name} {chance.choice(('writes', 'blog', '·', '& Co.'))}"
    return Item(kind, post, at, "", body, author_url=where, title=title, blog_name=blog_name, language=language)


def _remark(blog: Blog, post: Said, at: dt.datetime, language: str, site: str) -> str:
    chance = blog.chance
    hard = chance.random() < 0.22
    pool = in_time((wording.HARD if hard else wording.REMARKS)[language], blog.seed, year_of(at))
    said = [chance.choice(pool)]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4)) if not hard else chance.choice((0, 0, 1))):
        said.append(chance.choice(in_time(wording.REMARKS[language], blog.seed, year_of(at))))
    if language == "en" and chance.random() < 0.12:
        year = chance.choice([known for known in wording.OF_THE_YEAR if known <= at.year][-3:])
        said.append(chance.choice(wording.OF_THE_YEAR[year].split("|")))
    text = chance.choice((" ", " ", "\n\n")).join(
        filled(chance, sentence, post, (), f"{site}/{chance.choice(post.theme).lower()}") for sentence in said
    )
    return blur(chance, text)


def _recorded(blog: Blog, item: Item) -> Item:
    """Return the item with what the archive says of it: some old spam was approved, and one in 300 people misjudged."""
    if not item.is_spam:
        return replace(item, recorded="spam") if blog.chance.random() < 0.003 else item
    before, since = APPROVED_ONCE["comment" if item.kind == "comment" else "trackback"]
    share = before if item.at and item.at.year < GUARDED_SINCE else since
    return replace(item, recorded="approved") if blog.chance.random() < share else item
