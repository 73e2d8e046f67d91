"""The table of role, address and action holds, and no address is missing from it.

The table is `tests/roles.txt`; its head says how to read it. Whoever adds an address adds its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.views.generic import RedirectView
from django_tasks_db.models import DBTaskResult

from blog import moderation, notices, reply_notices, translating
from blog.models import Attachment, Category, LegacyURL, Mention, ModerationEvent, ModerationRule, TranslationNote
from importers.models import ImportedItem, ImportIssue, ImportRun, PageReview
from tests import cast

TABLE = Path(__file__).with_name("roles.txt")
PEOPLE = {
    "anonymous": None,
    "reader": lambda: cast.User.objects.create_user("rosa"),
    "translator": cast.translator,
    "moderator": cast.moderator,
    "editor": cast.editor,
    "superuser": cast.administrator,
}


class Line(NamedTuple):
    """An address, what fills the gaps in it, the form that is sent, and each role's answers to GET and POST."""

    address: str
    gaps: list[str]
    sent: str
    answers: dict[str, str]


def lines() -> Iterator[Line]:
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if text.strip() and not text.startswith("#"):
            address, gaps, sent, *answers = text.split()
            yield Line(
                address, [*gaps.split(",")] if gaps != "-" else [], sent, dict(zip(PEOPLE, answers, strict=True))
            )


def addresses(patterns: Any = None, names: str = "", route: str = "") -> Iterator[str]:
    """Yield the name of every address, its route where it has none; not those that only lead to a named one."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(
                pattern.url_patterns, names + (f"{pattern.namespace}:" if pattern.namespace else ""), here
            )
        elif pattern.name:
            yield names + pattern.name
        elif not issubclass(getattr(pattern.callback, "view_class", object), RedirectView):
            yield here


@pytest.fixture
def world() -> dict[str, Any]:
    """What stands in the gaps of addresses."""
    source, author = cast.a_source(slug="quay"), cast.an_author(slug="ada")
    category = Category.objects.create(name="Sea", slug="sea")
    post = cast.a_post(language="en", body="<p>It’s raining.</p>", author=author, source=source, tags=("tide",))
    post.categories.add(category)
    comment, trackback = cast.a_comment(post), cast.a_trackback(post)
    moderation.mark_spam([comment.pk])
    translation = translating.translate(post, "fr", by=None)
    event = ModerationEvent.objects.get()
    run = ImportRun.objects.create(source=source, reader="wxr", state="finished")
    item = ImportedItem.objects.create(source=source, kind="post", identity="1", object_id=post.pk, first_run=run)
    rows: dict[str, Model] = {
        "attachment": Attachment.objects.create(file="a.png", title="A", media_type="image/png"),
        "alone": Attachment.objects.create(source=source, title="The tide table", has_page=True),
        "issue": ImportIssue.objects.create(run=run, level="warning", code="x", where="y", message="z"),
        "legacyurl": LegacyURL.objects.create(host="old.example", path="/p", post=post),
        "mention": Mention.objects.create(
            post=post,
            protocol="pingback",
            source_url="https://blog.example/a",
            source_key="a",
            state="refused",
            announced_at=timezone.now(),
        ),
        "note": TranslationNote.objects.create(post=translation, text="hm"),
        "repair": cast.a_repair(post, "body", "’", "’"),
        "rule": ModerationRule.objects.get(kind="staff"),
        "review": PageReview.objects.create(item=item, source=source),
        "task": DBTaskResult.objects.create(task_path="blog.tasks.fetch_media", args_kwargs={}, backend_name="default"),
        "type": ContentType.objects.get_for_model(post),
        "group": Group.objects.get(name="Editor"),
        "user": cast.User.objects.create_user("otto"),
        "tag": post.tags.get(),
        "version": post.history.first(),
    }
    rows |= {"author": author, "category": category, "comment": comment, "event": event, "item": item, "post": post}
    rows |= {"run": run, "source": source, "trackback": trackback, "translation": translation}
    words = {"batch": event.batch, "path": post.path, "year": 2009, "month": 6, "day": 3, "language": "en"}
    slugs = {
        "tide": "tide",
        "sea": "sea",
        "ada": "ada",
        "quay": "quay",
        "posts": "posts",
        "blog": "blog",
        "file": "a.png",
        "kind": "comment",
    }
    words["token"] = reply_notices.make_token(comment)
    words["notice"] = notices.make_token(cast.moderator("mina"), trackback, "approved")
    return {name: row.pk for name, row in rows.items()} | words | slugs


def answer(client: Client, line: Line, world: dict[str, Any], method: str) -> str:
    """Ask, take back whatever it changed, and return the status; "login" when it leads to the login."""
    bare = line.address.partition("(")
    url = f"/{bare[0]}nowhere/" if bare[1] else reverse(line.address, args=[world[gap] for gap in line.gaps])
    session = client.cookies.output(header="")
    with transaction.atomic():
        sent = QueryDict(line.sent).dict() if method == "POST" else {}
        response = client.generic("GET", url) if method == "GET" else client.post(url, sent)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(session)  # also behind the address that logs out
    to_login = response.status_code == 302 and response["Location"].startswith(reverse("admin:login"))
    return "login" if to_login else str(response.status_code)


@pytest.fixture
def found(world, settings):
    """Ask for every address in the table as somebody, and return the answers to GET and POST."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    def asked_by(client: Client) -> dict[str, str]:
        client.raise_request_exception = False
        return {
            line.address: "/".join(answer(client, line, world, method) for method in ("GET", "POST"))
            for line in lines()
        }

    return asked_by


@pytest.mark.django_db
@pytest.mark.parametrize("role", PEOPLE)
def test_everyone_may_do_what_the_table_says_and_nothing_else(found, role):
    make = PEOPLE[role]
    answers = found(cast.client_of(make()) if make else cast.reader_client())
    wrong = {line.address: (answers[line.address], line.answers[role]) for line in lines()}
    assert {address: pair for address, pair in wrong.items() if pair[0] != pair[1]} == {}


# What anyone of the staff may see of the admin.
OF_ALL_STAFF = {
    *("admin:index", "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done"),
    *("admin:jsi18n", "admin:view_on_site", "admin/(?P<url>.*)$"),
}


@pytest.mark.django_db
def test_staff_of_no_group_are_readers_with_an_empty_admin(found):
    answers = found(cast.client_of(cast.User.objects.create_user("nils", is_staff=True)))
    for line in lines():
        if line.address in OF_ALL_STAFF:
            assert answers[line.address] == line.answers["translator"], line.address
        elif line.address.startswith("admin"):
            assert set(answers[line.address].split("/")) <= {"403", "404", "405"}, line.address
        else:
            assert answers[line.address] == line.answers["reader"], line.address


def test_the_table_names_every_address_once_and_no_other():
    named = [line.address for line in lines()]
    assert len(named) == len(set(named))
    missing, gone = set(addresses()) - set(named), set(named) - set(addresses())
    assert not missing, f"add to tests/roles.txt: {sorted(missing)}"
    assert not gone, f"take out of tests/roles.txt: {sorted(gone)}"
