"""repair_mojibake mends what is stored already, as an import would have, and leaves a person's decisions alone."""

import datetime as dt
import json
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import auditing, repairing
from blog.models import Category, Post, Tag, TextRepair
from tests import cast
from tests.commands import command

pytestmark = pytest.mark.django_db

State = TextRepair.State


@pytest.fixture
def run():
    return partial(command, "repair_mojibake")


@pytest.fixture
def report(run):
    def report(*options):
        status, printed, _ = run("--json", *options)
        return status, json.loads(printed)

    return report


def texts_of_all():
    repairs = TextRepair.objects.order_by("pk").values_list("before", "after", "state", "prefix", "suffix")
    return list(Post.objects.order_by("pk").values_list("title", "body", "body_html")), list(repairs)


def test_every_noun_is_repaired_with_a_row_for_each_step_that_takes_it_back(report):
    post = cast.a_post(title="Câ€™est lâ€™Ã©tÃ©", body="<p>Itâ€™s</p><pre>Ã©</pre>", slug="ete")
    tag = Tag.objects.create(name="naÃ¯ve", slug="naive")
    category = Category.objects.create(name="CafÃ©s", slug="cafes")
    comment = cast.a_comment(post, body="Donâ€™t", author_name="AndrÃ© Câ€™")
    status, printed = report()
    for obj in (post, tag, category, comment):
        obj.refresh_from_db()
    assert status == 0
    assert (post.title, post.body) == ("C’est l’été", "<p>It’s</p><pre>Ã©</pre>")
    assert "It’s" in post.body_html
    assert (tag.name, category.name, comment.body, comment.author_name) == ("naïve", "Cafés", "Don’t", "André C’")
    assert "Don’t" in comment.body_html
    assert printed["repairs"]["certain"] + printed["repairs"]["likely"] == TextRepair.objects.applied().count() == 10
    for repair in TextRepair.objects.order_by("pk"):
        repairing.revert(repair, None)
    post.refresh_from_db()
    assert (post.title, post.body) == ("Câ€™est lâ€™Ã©tÃ©", "<p>Itâ€™s</p><pre>Ã©</pre>")


def test_a_second_run_changes_nothing(report):
    cast.a_post(title="Câ€™est", body='<p>Itâ€™s the gate â€" blue</p>')
    report()
    before = texts_of_all()
    status, printed = report()
    assert (status, printed["repairs"]) == (0, {"certain": 0, "likely": 0, "guess": 0})
    assert texts_of_all() == before


def test_a_guess_is_proposed_once_and_not_applied(report):
    post = cast.a_post(body='The gateâ€™s colour â€" blue')
    assert report()[1]["repairs"]["guess"] == 1
    assert report()[1]["held"] == 1
    post.refresh_from_db()
    assert post.body == 'The gate’s colour â€" blue'
    assert TextRepair.objects.proposed().count() == 1


def test_a_dry_run_says_the_same_and_changes_nothing(report):
    cast.a_post(title="Câ€™est", body='<p>Itâ€™s the gate â€" blue</p>')
    before = texts_of_all()
    foreseen = report("--dry-run")[1]
    assert texts_of_all() == before
    assert {**report()[1], "dry_run": True} == foreseen


def test_what_a_person_took_back_stays_even_when_words_nearby_changed(report):
    post = cast.a_post(body="<p>The sign Ã© and itâ€™s here.</p>")
    report()
    repairing.revert(TextRepair.objects.get(after="’"), None)
    post.refresh_from_db()
    post.body = post.body.replace("here", "there now")
    post.save()
    assert report()[1]["held"] == 1
    post.refresh_from_db()
    assert post.body == "<p>The sign é and itâ€™s there now.</p>"


def test_a_weak_form_has_the_company_of_its_blog_and_of_no_other(report):
    blog, other = cast.a_source(), cast.a_source()
    weak = "SPÄTER – ÇA ALORS: DrÃ¥pa"
    there, elsewhere = cast.a_post(source=blog, title=weak), cast.a_post(source=other, title=weak)
    cast.a_comment(cast.a_post(source=blog), body="isnâ€™t")
    report()
    there.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (there.title, elsewhere.title) == ("SPÄTER – ÇA ALORS: Dråpa", weak)


def test_source_and_since_narrow_what_is_looked_at(report):
    blog = cast.a_source()
    mine, other = cast.a_post(source=blog, title="Câ€™est"), cast.a_post(title="Câ€™est")
    assert report("--source", blog.slug)[1]["repaired"] == 1
    other.refresh_from_db()
    assert other.title == "Câ€™est"
    Post.objects.update(updated_at=timezone.now() - dt.timedelta(days=30), title="Câ€™est")
    TextRepair.objects.all().delete()
    Post.objects.filter(pk=mine.pk).update(updated_at=timezone.now())
    day = (timezone.now() - dt.timedelta(days=2)).date().isoformat()
    assert report("--since", day)[1]["repaired"] == 1


def test_the_table_is_by_reading_and_form(run):
    for _ in range(3):
        cast.a_post(body="<p>Itâ€™s and itâ€™s, he said \x93so\x94.</p>")
    status, printed, _ = run()
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert status == 0
    assert "UTF-8 read as cp1252 â€™ → ’ certain 6 3" in lines
    assert "cp1252 read as Latin-1 <U+0093> → “ certain 3 3" in lines


def test_lost_letters_are_named_with_their_place_and_stay(run):
    cast.a_post(body="<p>d\ufffdj\ufffd vu</p>")
    post = cast.a_post(body="<p>Un gar?on.</p>")
    cast.a_post(body="<p>Le garçon.</p>")
    _, printed, _ = run()
    assert "lost in 2 places" in printed
    assert f"post {post.pk}, body at 6: gar?on" in printed


def test_lost_letters_are_flagged_once_until_the_text_is_corrected(run):
    post = cast.a_post(title="Caf\ufffd", body="<p>Itâ€™s d\ufffdj\ufffd vu</p>")
    run("--dry-run")
    assert not TextRepair.objects.exists()
    for _ in range(2):
        run()
        flags = TextRepair.objects.lost().order_by("field")
        assert [(flag.field, flag.before, flag.state) for flag in flags] == [
            ("body", "d\ufffdj\ufffd", "open"),
            ("title", "Caf\ufffd", "open"),
        ]
    repairing.revert(flags[1], None)
    Post.objects.filter(pk=post.pk).update(body="<p>It’s déjà vu</p>")
    run()
    assert list(TextRepair.objects.lost().values_list("field", "state")) == [("title", "reverted")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--source", "nowhere"], "There is no source “nowhere”."),
        (["--since", "soon"], "“soon” is no date; write it as 2009-06-30."),
        (["--since", "9999-12-31T23:00-14:00"], "“9999-12-31T23:00-14:00” is no date; write it as 2009-06-30."),
        (["--since", "0001-01-01T00:00+14:00"], "“0001-01-01T00:00+14:00” is no date; write it as 2009-06-30."),
    ],
)
def test_what_makes_no_sense_ends_with_1_and_a_sentence(run, options, sentence):
    status, _, said = run(*options)
    assert status == 1
    assert said.strip() == sentence


def test_what_has_no_room_is_named_and_the_rest_repaired(run, monkeypatch):
    # A repair makes texts shorter; a field may have become narrower since.
    post = cast.a_post(title="Câ€™est", body="<p>Itâ€™s</p>")
    monkeypatch.setattr(Post._meta.get_field("title"), "max_length", 3)
    status, printed, _ = run()
    post.refresh_from_db()
    assert status == 2
    assert (post.title, post.body) == ("Câ€™est", "<p>It’s</p>")
    assert f"post {post.pk}: title has no room" in printed


def test_an_interrupt_ends_with_3_and_what_was_done_is_stored(run, monkeypatch):
    posts = [cast.a_post(title="Câ€™est") for _ in range(3)]
    repair_stored = repairing.repair_stored

    def interrupted(model, pk, *args):
        if pk == posts[1].pk:
            raise KeyboardInterrupt
        return repair_stored(model, pk, *args)

    monkeypatch.setattr(auditing.repairing, "repair_stored", interrupted)
    status, _, said = run()
    assert status == 3
    assert "running again continues" in said
    assert list(Post.objects.order_by("pk").values_list("title", flat=True)) == ["C’est", "Câ€™est", "Câ€™est"]


def test_clean_texts_cost_a_query_for_each_hundred(run):
    cast.a_post(body="<p>Clean</p>")
    with CaptureQueriesContext(
        connection,
    ) as few:
        run("--dry-run")
    for _ in range(30):
        cast.a_post(body="<p>Clean, déjà vu</p>")
    with CaptureQueriesContext(connection) as many:
        run("--dry-run")
    assert len(many) == len(few)


def test_a_repair_makes_no_version_of_the_post(report):
    post = cast.a_post(title="Câ€™est")
    before = post.history.count()
    report()
    assert post.history.count() == before
