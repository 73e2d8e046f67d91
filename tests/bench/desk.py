"""How fast the moderation desk is: python tests/bench/desk.py [COMMENTS] [--explain]

Fills a database of its own with COMMENTS pieces of feedback (a million, unless said otherwise), then prints what the
desk takes: pages with filters on, warm; single actions; a bulk action on ten thousand and its undo. DATABASE_URL is
respected: name an empty database. With --explain the plan of the slowest page's list is printed too.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POSTS = 4000
AT_ONCE = 20_000
WARM = 50
NAMES = ("Nadia", "Jonas", "Renzo", "Maud", "Edith", "Tove", "Nils", "Rosa")
TEXT = (
    "the storm tide harbour pelican window garden letter bread winter morning boat song river stone lamp house road"
    " casino pills cheap watches bonus thank you for this post I remember when we were there with my father and"
)
WORDS = TEXT.split()
WORK = 200_000  # numbers that the database sums beside each page: how busy the machine is
PAGES = {
    "pending": "",
    "all": "tab=all",
    "approved": "tab=approved",
    "spam, oldest": "tab=spam&order=oldest",
    "spam, most suspect": "tab=spam&order=score",
    "trackbacks, approved": "tab=approved&kind=mention",
    "comments, pending": "kind=comment",
    "one post": "tab=all&post={post}",
    "one source": "tab=all&source=blog-1",
    "one source, spam": "tab=spam&source=blog-3",
    "language, rare": "tab=approved&language=it",
    "language and kind": "tab=spam&language=fr&kind=mention",
    "e-mail": "tab=all&author=someone7x77@mail.example",
    "e-mail of a flooder": "tab=spam&author=flood@mail.example",
    "name": "tab=all&author=Nadia 77",
    "IP address": "tab=all&address=192.0.2.7",
    "IP address, spam": "tab=spam&address=192.0.2.7",
    "rule": "tab=spam&reason=blocked_words",
    "rule and language": "tab=pending&reason=first_comments&language=fr",
    "date": "tab=all&since=2009-03-01&until=2009-03-31",
    "date, pending": "since=2008-01-01&until=2012-12-31&language=fr",
    "words, common": "tab=all&q=storm harbour",
    "words, rare": "tab=all&q=quokka",
    "words, spam, source": "tab=spam&q=casino&source=blog-2",
}


def fill(number: int) -> None:
    """Store posts and feedback in bulk, and the index of its words."""
    import datetime as dt

    from django.db import connection

    from blog import feedback_search
    from blog.models import Feedback, Post, Source

    rng = random.Random(5)
    sources = [Source.objects.create(name=f"Blog {n}", slug=f"blog-{n}") for n in range(5)]
    languages = ("en", "en", "en", "fr", "de", "it")
    Post.objects.bulk_create(
        [
            Post(
                title=f"Post {n}", path=f"2009/06/post-{n}", slug=f"post-{n}", status="published",
                source=sources[n % 5], language=languages[n % 6] if n % 50 else "pt",
            )
            for n in range(POSTS)
        ],
        batch_size=500,
    )  # fmt: skip
    posts = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    begin = dt.datetime(2004, 1, 1, tzinfo=dt.UTC)
    first = min(number, AT_ONCE)
    Feedback.objects.bulk_create([_feedback(rng, n, first, posts, begin) for n in range(first)], batch_size=500)
    for copy in range(1, number // first):
        _copy(first, copy)
        sys.stderr.write(f"\r{(copy + 1) * first} stored")
    sys.stderr.write("; indexing\n")
    feedback_search.index()
    if connection.vendor == "postgresql":  # what its autovacuum does in time
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _copy(first: int, number: int) -> None:
    """Store the first feedback again: later, under other anchors, of other people, on other posts."""
    from django.db import connection

    from blog.models import Feedback

    columns = [field.column for field in Feedback._meta.concrete_fields if field.column != "id"]
    later = (
        "submitted_at + interval '{} days'"
        if connection.vendor == "postgresql"
        else "datetime(submitted_at, '+{} days')"
    )
    values = {
        "anchor": f"anchor || '-{number}'",
        "author_email": f"replace(author_email, 'someone', 'someone{number}x')",
        "author_address": f"replace(author_address, '192.0.1', '198.51.{number}.1')",
        "submitted_at": later.format(number * 100),
        "post_id": f"1 + (post_id + {number * 61}) % {POSTS}",
    }
    chosen = ", ".join(values.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO blog_feedback ({', '.join(columns)}) SELECT {chosen} FROM blog_feedback WHERE id <= {first}"
        )


def _feedback(rng, n, number, posts, begin):
    import datetime as dt

    from blog.models import Feedback

    status = rng.choices(("pending", "approved", "spam", "trash"), (8, 60, 28, 4))[0]
    kind = "comment" if rng.random() < 0.85 else "trackback"
    body = " ".join(rng.choices(WORDS, k=rng.randint(8, 60))) + (" quokka" if n == 7 else "")
    flood = status == "spam" and rng.random() < 0.2
    rule = {"pending": "first_comments", "spam": "blocked_words"}.get(status, "") if n > number * 0.7 else ""
    return Feedback(
        kind=kind, post_id=posts[int(rng.random() ** 2 * len(posts))], status=status, body=body,
        body_html=f"<p>{body}</p>", body_format="text", anchor=f"c{n}",
        author_name=f"{rng.choice(NAMES)} {rng.randint(1, 5000)}",
        author_email="flood@mail.example" if flood else f"someone{rng.randint(1, 200_000)}@mail.example",
        author_address=f"192.0.{rng.randint(2, 200)}.{rng.randint(1, 254)}" if not flood else "192.0.2.7",
        author_url="https://blog.example/1" if kind != "comment" else "",
        title="A mention" if kind != "comment" else "",
        submitted_at=begin + dt.timedelta(minutes=n * 7), decided_by=rule, score=rng.randint(1, 9) / 2 if rule else 0,
        findings=[{"rule": rule, "verdict": "", "score": 1, "code": "x", "params": {}, "evidence": []}] if rule else [],
    )  # fmt: skip


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def line(name: str, times: list[tuple[float, float]], bounds: str = "") -> None:
    clock = sorted(time for time, _ in times)
    late = clock[min(len(clock) - 1, int(len(clock) * 0.95))]
    own = statistics.median(own for _, own in times)
    say(f"{name:<26}{statistics.median(clock) * 1000:9.1f} ms{late * 1000:9.1f} ms{own * 1000:9.1f} ms  {bounds}")


def timed(act) -> tuple[float, float]:
    """Return the seconds that something takes, by the clock and of this process's processor."""
    begun, own = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun, time.process_time() - own


def ask(client, query: str) -> None:
    answer = client.get(f"/admin/moderation/?{query}")
    assert answer.status_code == 200, answer.status_code


def work() -> None:
    """Have the database do what always costs the same."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < {WORK}) SELECT SUM(n) FROM up"
        )
        cursor.fetchall()


def measure(explain: bool, warm: int) -> None:
    from blog.models import Post
    from tests import cast

    client = cast.client_of(cast.moderator())
    post = Post.objects.order_by("pk").values_list("pk", flat=True)[0]
    say(f"{'':<26}{'median':>12}{'95 %':>12}{'processor':>12}")
    slowest, worst, everything = "", 0.0, []
    beside = []
    for name, query in PAGES.items():
        address = query.format(post=post)
        ask(client, address)
        times = []
        for _ in range(warm):
            beside.append(timed(work))
            times.append(timed(lambda address=address: ask(client, address)))
        everything += times
        line(name, times)
        if statistics.median(clock for clock, _ in times) > worst:
            slowest, worst = address, statistics.median(clock for clock, _ in times)
    line("all these pages", everything, "to be under 150 and 300")
    line("the same work each time", beside, "beside which the others are seen")
    actions(client)
    if explain:
        say(f"{slowest}\n{plan(slowest)}")


def actions(client) -> None:
    from django.http import QueryDict

    from blog import counting, moderation
    from blog.admin.moderation import listing
    from blog.admin.moderation.filters import Filters
    from blog.admin.moderation.listing import Listing
    from blog.models import ModerationEvent

    listing.BULK = listing.BULK_OF_ONE_WRITER = 10_000  # that the bounds speak of
    keys = Listing(Filters(QueryDict("")), counting.counts()).page(number=WARM * 2).keys
    versions = moderation.versions(keys)
    script = {"X-Requested-With": "fetch"}
    batches, times, undone = [], [], []
    for key in keys[:WARM]:
        sent = {"do": "spam", "item": key, "v": f"{key}:{versions[key]}"}
        times.append(
            timed(lambda sent=sent: batches.append(client.post("/admin/moderation/act/", sent, headers=script)))
        )
    for answer in batches:
        batch = answer.json()["batch"]
        assert answer.json()["moved"], answer.json()
        undone.append(timed(lambda b=batch: client.post("/admin/moderation/undo/", {"batch": b}, headers=script)))
    line("one action", times, "to be under 50")
    line("its undo", undone, "to be under 50")
    upto = Listing(Filters({}), {}).upto()
    before = counting.counts()
    query = "author=&kind=comment"
    pages = client.get(f"/admin/moderation/?{query}&select=all")
    number = pages.context["selected"]
    sent = {"do": "trash", "scope": "all", "upto": upto, "back": query}
    bulk = timed(lambda: client.post("/admin/moderation/act/", sent))
    batch = ModerationEvent.objects.order_by("-pk").values_list("batch", flat=True).first()
    back = timed(lambda: client.post("/admin/moderation/undo/", {"batch": batch}))
    assert counting.counts() == before
    say(f"bulk action on {number}: {bulk[0]:.2f} s, processor {bulk[1]:.2f} s; to be under 3 s")
    say(f"its undo: {back[0]:.2f} s, processor {back[1]:.2f} s")
    assert not counting.recount()


def plan(query: str) -> str:
    from django.http import QueryDict

    from blog import counting
    from blog.admin.moderation.filters import Filters
    from blog.admin.moderation.listing import Listing

    listing = Listing(Filters(QueryDict(query)), counting.counts())
    return str(listing.everything().order_by(*listing.order).values_list("pk")[:26].explain())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("comments", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--warm", type=int, default=WARM, help="how often each page is asked for")
    parser.add_argument("--explain", action="store_true", help="print the plan of the slowest page's list")
    parser.add_argument("--keep", metavar="DIR", help="a folder for the database, used again when it is full already")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": args.keep or folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        from blog.models import Feedback

        if not Feedback.objects.exists():
            say(f"filled in {timed(lambda: fill(args.comments))[0]:.0f} s")
        from django.contrib.auth.models import User

        User.objects.filter(username="maud").delete()
        measure(args.explain, args.warm)


if __name__ == "__main__":
    main()
