"""Files fetched from where they were: each tried once, failures kept with their reasons, gently."""

import contextlib
import threading
import time

import pytest

from blog import fetching, retrieving
from blog.models import Attachment
from tests import cast
from tests.blog.serving import loopback, respond, serving, site
from tests.importers.library import picture

pytestmark = pytest.mark.django_db
WANTED, FETCHED, FAILED = Attachment.Fetch.WANTED, Attachment.Fetch.FETCHED, Attachment.Fetch.FAILED


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(retrieving, "PAUSE", 0)


@pytest.fixture
def old_site(monkeypatch):
    """A server with a few files; yields its address."""
    pages = {
        "/boat.png": picture(),
        "/page.png": respond(b"<html>Sorry", Content_Type="image/png"),
        "/none.png": respond(b""),
        "/moved.png": respond(status="301 Moved", Location="/boat.png"),
        "/away.png": respond(status="302 Found", Location="http://10.0.0.1/boat.png"),
        "/large.mp4": respond(b"x", Content_Length=300_000_000),
    }
    with serving(site(pages)) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        yield f"http://old.example:{port}"


def wanted(address, **fields):
    return Attachment.objects.create(**{"original_url": address, "fetch": WANTED} | fields)


def test_a_file_that_is_wanted_comes(old_site):
    boat, moved = wanted(f"{old_site}/boat.png"), wanted(f"{old_site}/moved.png")
    result = retrieving.fetch_wanted()
    assert result.as_dict() == {"fetched": 2, "failed": 0, "waiting": 0, "failures": [], "error": None}
    for attachment in (boat, moved):
        attachment.refresh_from_db()
        assert (attachment.fetch, attachment.fetch_tries, attachment.width) == (FETCHED, 1, 4)
        assert attachment.file.read() == picture()
    assert boat.file.name == moved.file.name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lost.png", "The server answers 404 Not Found."),
        ("page.png", "The file is a web page, not a picture or recording."),
        ("none.png", "The server sent nothing."),
        ("away.png", "Port 80 is not one that is fetched from."),
        ("large.mp4", "It is larger than 200,000,000 bytes."),
    ],
)
def test_what_does_not_come_is_kept_with_the_reason(old_site, name, reason):
    lost = wanted(f"{old_site}/{name}")
    result = retrieving.fetch_wanted()
    lost.refresh_from_db()
    assert (lost.fetch, lost.fetch_problem, lost.fetch_tries, lost.file.name) == (FAILED, reason, 1, "")
    assert result.failures == [{"attachment": lost.pk, "url": lost.original_url, "reason": reason}]


def test_what_failed_is_tried_again_when_that_is_asked(old_site):
    lost = wanted(f"{old_site}/lost.png")
    retrieving.fetch_wanted()
    assert retrieving.fetch_wanted().counts == {}
    assert retrieving.retry(Attachment.objects.all()) == 1
    retrieving.fetch_wanted()
    lost.refresh_from_db()
    assert (lost.fetch, lost.fetch_tries) == (FAILED, 2)


def test_the_addresses_under_which_pages_showed_it_are_tried_next(old_site):
    boat = wanted(f"{old_site}/lost.png", source_meta={"addresses": [f"{old_site}/boat.png", 7]})
    retrieving.fetch_wanted()
    boat.refresh_from_db()
    assert boat.fetch == FETCHED


def test_what_a_person_gave_meanwhile_stays(old_site, monkeypatch):
    boat = wanted(f"{old_site}/boat.png")

    downloads = retrieving._downloads

    def given_meanwhile(*asked):
        for job in downloads(*asked):
            Attachment.objects.filter(pk=boat.pk).update(file="attachments/mine.png")
            yield job

    monkeypatch.setattr(retrieving, "_downloads", given_meanwhile)
    retrieving.fetch_wanted()
    boat.refresh_from_db()
    assert (boat.file.name, boat.fetch) == ("attachments/mine.png", WANTED)


def test_only_the_files_of_one_source_can_be_asked_for(old_site):
    mine, other = (wanted(f"{old_site}/boat.png", source=cast.a_source()) for _ in range(2))
    retrieving.fetch_wanted(mine.source)
    other.refresh_from_db()
    assert other.fetch == WANTED


def test_one_host_is_asked_for_two_files_at_once_and_no_more(monkeypatch):
    now, most, lock = [0], [0], threading.Lock()

    def slow(connection, head):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        respond(picture())(connection, head)

    with serving(slow) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        for number in range(8):
            wanted(f"http://old.example:{port}/{number}.png")
        assert retrieving.fetch_wanted().counts["fetched"] == 8
    assert most[0] == 2


def test_stopping_between_two_files_keeps_what_came(old_site):
    wanted(f"{old_site}/boat.png")
    wanted(f"{old_site}/moved.png")

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retrieving.fetch_wanted(beat=stop)
    assert Attachment.objects.filter(fetch=FETCHED).count() == 1


def slowly(connection, head):
    time.sleep(0.1)
    respond(picture())(connection, head)


def test_a_portion_begins_nothing_after_its_time(monkeypatch):
    with serving(slowly) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        for number in range(30):
            wanted(f"http://old.example:{port}/{number}.png")
        begun = time.monotonic()
        result = retrieving.fetch_wanted(seconds=0.3)
    assert time.monotonic() - begun < 1
    assert 0 < result.counts["fetched"] < 15
    assert retrieving.wanted_of().count() == 30 - result.counts["fetched"]


def test_a_host_that_does_not_answer_is_given_up_for_the_round(old_site, monkeypatch):
    asked = []

    def resolve(host, port):
        asked.append(host)
        return [] if host == "dead.example" else [fetching.ipaddress.ip_address("127.0.0.1")]

    port = int(old_site.rpartition(":")[2])
    monkeypatch.setattr(fetching, "PUBLIC", loopback(port, resolve=resolve))
    for number in range(12):
        wanted(f"http://dead.example:{port}/{number}.png")
    saved = wanted(f"http://dead.example:{port}/x.png", source_meta={"addresses": [f"{old_site}/boat.png"]})
    result = retrieving.fetch_wanted()
    assert retrieving.FAILURES_IN_A_ROW <= asked.count("dead.example") <= retrieving.FAILURES_IN_A_ROW + 1
    assert (result.counts["failed"], result.counts["fetched"]) == (12, 1)
    saved.refresh_from_db()
    assert saved.fetch == FETCHED
    last = Attachment.objects.filter(fetch=FAILED).order_by("pk").last()
    assert last.fetch_problem == "dead.example does not answer; it was not asked for this file."
    assert retrieving.retry(Attachment.objects.all()) == 12


def test_a_host_that_answers_now_and_then_is_not_given_up():
    going = retrieving.Round(None)
    for is_silent in (True, True, False, True, True):
        going.note("old.example", is_silent)
    assert not going.is_given_up("old.example")


def test_a_worker_that_ends_stops_the_round_and_leaves_the_rest_wanted(monkeypatch):
    def dripping(connection, head):
        retrieving.stop_all()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(50):
                connection.sendall(b"x")
                time.sleep(0.1)

    with serving(dripping) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        for number in range(3):
            wanted(f"http://old.example:{port}/{number}.png")
        begun = time.monotonic()
        assert retrieving.fetch_wanted().counts == {}
    assert time.monotonic() - begun < 3
    assert retrieving.wanted_of().count() == 3


def test_others_hear_of_files_that_came(old_site):
    boat = wanted(f"{old_site}/boat.png", source=cast.a_source())
    heard = []

    def hear(sender, sources, **kwargs):
        heard.append(sources)

    retrieving.files_came.connect(hear)
    try:
        retrieving.fetch_wanted()
        retrieving.fetch_wanted()  # whoever was killed before hearing of it hears of it now
    finally:
        retrieving.files_came.disconnect(hear)
    assert heard == [[boat.source_id], [boat.source_id]]
