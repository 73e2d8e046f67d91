"""The queue of sources to be looked at: one task, one worker to a site, nothing lost, nothing kept for ever."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from blog.mentions import pages, queueing, receiving, settling, verifying
from blog.models import Feedback, Mention
from tests import cast
from tests.at_once import AtOnce
from tests.blog.mentions.conftest import address_of, send_pingback, send_webmention

pytestmark = pytest.mark.django_db
SOURCE = "https://sender.example/answer"


@pytest.fixture
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def announce(post, number=0, site="sender.example"):
    return receiving.receive_webmention(f"https://{site}/{number}", address_of(post), "192.0.2.1")


def test_one_task_waits_for_what_is_due(client, post, waiting, django_capture_on_commit_callbacks):
    for number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            announce(post, number)
    assert [task.task_path for task in DBTaskResult.objects.all()] == [queueing.verify_mentions.module_path]
    DBTaskResult.objects.update(status="RUNNING")
    assert queueing.want_verification()


def test_a_task_waits_for_what_is_tried_later(post, sender, waiting):
    sender.says("", status="503 Sorry")
    receiving.receive_webmention(sender.url(), address_of(post), "192.0.2.1")
    assert queueing.verify_mentions.func() == {"looked": 1}
    task = DBTaskResult.objects.get()
    assert dt.timedelta(minutes=4) < task.run_after - timezone.now() <= dt.timedelta(minutes=5)
    assert not queueing.want_verification(timezone.now() + dt.timedelta(hours=1))
    assert queueing.want_verification()
    assert DBTaskResult.objects.filter(run_after=get_date_max()).count() == 1


def test_the_command_looks_at_what_is_due_and_says_what_is_left(post, sender, capsys):
    receiving.receive_webmention(sender.links_to(address_of(post)), address_of(post), "192.0.2.1")
    receiving.receive_webmention(sender.links_to(address_of(post), "/2"), address_of(post), "192.0.2.1")
    call_command("verify_mentions")
    assert capsys.readouterr().out == "1 looked at, 1 to be looked at later.\n"


def test_nothing_waits_when_all_was_looked_at(post, sender, waiting):
    receiving.receive_webmention(sender.links_to(address_of(post)), address_of(post), "192.0.2.1")
    queueing.verify_mentions.func()
    assert not DBTaskResult.objects.exists()
    assert Feedback.objects.count() == 1


def test_a_site_is_looked_at_by_one_worker_at_a_time_and_not_soon_again(post):
    first, second = announce(post, 1, "a.sender.example"), announce(post, 2, "b.sender.example")
    other = announce(post, 3, "else.example")
    assert [verifying.claim().pk, verifying.claim().pk, verifying.claim()] == [first.pk, other.pk, None]
    Mention.objects.filter(pk=first.pk).update(state="verified", next_try_at=None, claimed_until=None)
    assert verifying.claim() is None
    Mention.objects.update(tried_at=timezone.now() - verifying.INTERVAL)
    assert verifying.claim().pk == second.pk


def test_what_a_killed_worker_was_at_is_looked_at_again(post):
    announce(post)
    assert verifying.claim() is not None
    Mention.objects.update(tried_at=timezone.now() - verifying.CLAIM, claimed_until=timezone.now())
    assert verifying.claim() is not None


@pytest.mark.parametrize("breaks", ["look", "settle"])
def test_a_source_that_breaks_what_reads_it_is_closed_and_the_next_is_looked_at(
    post, sender, monkeypatch, caplog, breaks
):
    broken = receiving.receive_webmention(sender.links_to(address_of(post)), address_of(post), "192.0.2.1")
    sound = receiving.receive_webmention(sender.links_to(address_of(post), "/2"), address_of(post), "192.0.2.1")
    Mention.objects.filter(pk=sound.pk).update(source_site="b.sender.example")
    module, name = {"look": (pages, "links"), "settle": (settling, "moment_of")}[breaks]
    works, seen = getattr(module, name), []

    def breaks_once(*args):
        seen.append(args)
        if len(seen) == 1:
            raise RecursionError("too deep")
        return works(*args)

    monkeypatch.setattr(module, name, breaks_once)
    assert verifying.verify_waiting() == 2
    broken.refresh_from_db()
    assert (broken.state, broken.feedback, broken.next_try_at) == ("refused", None, None)
    assert broken.reason(str) == "Reading the source failed here."
    assert "RecursionError" in caplog.text
    sound.refresh_from_db()
    assert sound.state == "verified"


def test_a_database_that_does_not_answer_closes_nothing(post, monkeypatch):
    mention = announce(post)

    def no_answer(*args):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(verifying.looking, "look", no_answer)
    with pytest.raises(OperationalError):
        verifying.verify_waiting()
    mention.refresh_from_db()
    assert mention.state == "waiting"


def test_what_was_refused_is_kept_for_a_while_and_no_longer(post, monkeypatch):
    old, young = announce(post, 1), announce(post, 2)
    Mention.objects.update(state="refused", next_try_at=None)
    Mention.objects.filter(pk=old.pk).update(announced_at=timezone.now() - verifying.KEPT - dt.timedelta(hours=1))
    verifying.verify_waiting()
    assert list(Mention.objects.all()) == [young]
    monkeypatch.setattr(verifying, "MAX_KEPT", 0)
    verifying.verify_waiting()
    assert not Mention.objects.exists()


@pytest.mark.parametrize("cap", ["MAX_WAITING", "MAX_WAITING_OF_SITE", "MAX_WAITING_OF_SENDER", "MAX_WAITING_FOR_POST"])
def test_the_queue_is_bounded(post, monkeypatch, cap):
    monkeypatch.setattr(receiving, cap, 2)
    for number in (1, 2):
        announce(post, number)
    with pytest.raises(receiving.TooMany):
        announce(post, 3)
    announce(post, 2)
    assert Mention.objects.count() == 2


@pytest.mark.parametrize("ending", ["co.uk", "com.br", "wordpress.com", "github.io"])
def test_one_sender_does_not_shut_out_others_below_the_same_ending(post, monkeypatch, ending):
    monkeypatch.setattr(receiving, "MAX_WAITING_OF_SENDER", 2)
    monkeypatch.setattr(receiving, "MAX_WAITING_OF_SITE", 4)
    for number in (1, 2):
        announce(post, number, f"{number}.flood.{ending}")
    with pytest.raises(receiving.TooMany):
        announce(post, 3, f"3.flood.{ending}")
    announce(post, 4, f"honest.{ending}")
    announce(post, 5, f"other.{ending}")
    with pytest.raises(receiving.TooMany):  # there is an end of made up names, too
        announce(post, 6, f"made-up.{ending}")


def test_several_senders_below_one_ending_leave_room_for_one_more(post, monkeypatch):
    monkeypatch.setattr(receiving, "MAX_WAITING_FOR_POST", 1000)
    monkeypatch.setattr(receiving, "MAX_WAITING_OF_SENDER", 8)
    monkeypatch.setattr(receiving, "MAX_WAITING_OF_SITE", 40)
    taken = dict.fromkeys("abcdefgh", 0)
    for number in range(8):
        for name in taken:
            with suppress(receiving.TooMany):
                announce(post, number, f"{name}.github.io")
                taken[name] += 1
    assert (min(taken.values()), max(taken.values())) == (3, 4)
    announce(post, 0, "honest.github.io")
    assert Mention.objects.count() < 40


def test_a_post_that_is_deleted_while_its_source_is_looked_at_takes_its_mention_along(client, post, sender):
    mention = receiving.receive_webmention(sender.links_to(address_of(post)), address_of(post), "192.0.2.1")
    claimed = verifying.claim()
    Mention.objects.filter(pk=mention.pk).delete()
    verifying.verify(claimed)
    assert not Feedback.objects.exists()


def test_look_again_puts_what_was_refused_into_the_queue(client, post, sender):
    sender.says("<p>No link.</p>")
    assert send_pingback(client, sender.url(), address_of(post)) == 17
    sender.links_to(address_of(post))
    admin = cast.client_of(cast.moderator())
    form = {"action": "look_again", "_selected_action": [Mention.objects.get().pk]}
    assert "1 source will be looked at again." in admin.post("/admin/blog/mention/", form, follow=True).content.decode()
    Mention.objects.update(tried_at=None)
    verifying.verify_waiting()
    assert Feedback.objects.get().kind == "pingback"


def test_the_list_says_what_came_and_why_it_was_refused(client, post, sender, django_assert_max_num_queries):
    send_pingback(client, sender.says("<p>No link.</p>"), address_of(post))
    send_webmention(client, "https://else.example/<b>", address_of(post))
    send_webmention(client, "https://else.example/waits", address_of(post))
    admin = cast.client_of(cast.moderator())
    with django_assert_max_num_queries(12):
        html = admin.get("/admin/blog/mention/").content.decode()
    assert "The source does not link to the post." in html
    assert "https://else.example/waits" in html
    assert 'rel="noreferrer nofollow"' in html
    page = admin.get(f"/admin/blog/mention/{Mention.objects.get(state='refused').pk}/change/").content.decode()
    assert "127.0.0.1" in page


def test_whoever_deletes_a_post_deletes_what_was_announced_for_it(post):
    announce(post)
    admin = cast.client_of(cast.editor())
    assert admin.post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Mention.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_trackback_sent_by_many_at_once_is_stored_once(tmp_path):
    post = cast.a_post(trackbacks_open=True)
    at_once = AtOnce(tmp_path)
    body = f"url={SOURCE}&title=T"

    def send(number):
        return Client().post(f"/trackback/{post.pk}/", body, "application/x-www-form-urlencoded").content

    answers = at_once(send, range(12))
    assert all(b"<error>0</error>" in answer for answer in answers)
    assert at_once.after(lambda: (Feedback.objects.count(), Mention.objects.count())) == (1, 1)
