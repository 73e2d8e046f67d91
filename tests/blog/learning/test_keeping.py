"""The stored filter: what it learns from, that every worker has the newest, and the rule that asks it."""

import json
import subprocess
import sys
import zlib
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import moderation, ruling
from blog.learning import backlog, keeping, training
from blog.learning.examples import decided, examples, sample_of, samples
from blog.models import Feedback, LearnedFilter, ModerationEvent, ModerationRule, SpamProposal
from blog.ruling import trying
from tests import cast
from tests.blog.learning.archives import archive, needs_the_filter, store
from tests.blog.learning.archives import samples as said

pytestmark = [needs_the_filter, pytest.mark.django_db]
PERSON = {"author_name": "Ada Rowe", "author_email": "ada@example.org"}
SPAM = "Buy cheap viagra casino pills at http://best-pills-casino.example/ and http://viagra4u.example/"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """Have no filter in the process's memory from another test."""
    monkeypatch.setattr(keeping, "_loaded", (0, None))


@pytest.fixture(scope="module")
def learned():
    """A filter of a small archive, trained once, to be stored by each test."""
    items = archive(6, people=700, campaigns=25, spam=700)
    trained = training.train(said(items), [item.recorded == "spam" for item in items])
    return zlib.compress(json.dumps(trained.filter.as_json()).encode())


@pytest.fixture
def row(learned):
    report = {"measured": {"precision": 0.99, "recall": 0.9}}
    return LearnedFilter.objects.create(spam=700, approved=700, is_proven=True, weights=learned, report=report)


def a_spam(post=None, **fields):
    return cast.a_comment(post, body=SPAM, author_name="viagra casino", author_url="http://viagra4u.example/", **fields)


def test_it_is_trained_on_the_archive_and_measured():
    store(archive(6, people=500, campaigns=20, spam=500))
    out = StringIO()
    with suppress(SystemExit):  # 2 where the precision is not proven
        call_command("train_filter", stdout=out)
    row = LearnedFilter.objects.get()
    assert row.spam + row.approved == Feedback.objects.count()
    assert row.report["measured"]["precision"] > 0.9
    assert "precision" in out.getvalue()
    shown = set(row.report["caught"]) | set(row.report["doubted"])
    assert shown <= set(Feedback.objects.values_list("pk", flat=True))
    known = keeping.current()
    assert known.probability(sample_of(a_spam())) >= known.threshold


def test_without_enough_examples_nothing_is_trained(capsys):
    cast.a_comment(status="spam")
    with pytest.raises(SystemExit) as ended:
        call_command("train_filter")
    assert ended.value.code == 1
    assert "100 examples" in capsys.readouterr().err
    assert not LearnedFilter.objects.exists()


def test_samples_come_in_the_order_of_their_ids_and_examples_in_that_of_their_time():
    post = cast.a_post()
    late = cast.a_comment(post, body="late", status="approved", submitted_at="2012-01-01T00:00Z")
    early = cast.a_comment(post, body="early", status="spam", submitted_at="2010-01-01T00:00Z")
    cast.a_comment(post, body="undecided")
    known = examples()
    assert [known.ids[number] for number in known.order] == [early.pk, late.pk]
    assert known.counts == (1, 1)
    assert [sample.body for sample in samples([late.pk, early.pk])] == ["late", "early"]


def test_it_does_not_learn_from_itself_until_a_person_confirms():
    ModerationRule.objects.filter(kind="learned").update(name="Our filter")
    comment = cast.a_comment(status="spam", decided_by="Our filter")
    cast.a_comment(comment.post, status="spam", decided_by="learned")
    assert list(decided()) == []
    moderation.approve([comment.pk], by=cast.moderator())
    assert [row.is_sure for row in decided()] == [True]


def test_every_worker_has_the_newest(row, django_assert_num_queries):
    assert keeping.current() is not None
    with django_assert_num_queries(1):
        former = keeping.current()
    LearnedFilter.objects.create(spam=1, approved=1, weights=row.weights)
    assert keeping.current() is not former
    LearnedFilter.objects.all().delete()
    assert keeping.current() is None


def test_what_is_stored_wrong_says_nothing(caplog):
    LearnedFilter.objects.create(spam=1, approved=1, weights=b"\x80\x04 no JSON")
    assert keeping.current() is None
    assert "cannot be read" in caplog.text


def test_the_rule_is_off_until_it_is_switched_on(row):
    comment = a_spam()
    assert not keeping.is_on()
    ruling.receive(comment)
    assert "learned" not in {finding["rule"] for finding in comment.findings}
    keeping.switch(True)
    ruling.receive(comment)
    assert (comment.status, comment.decided_by) == ("spam", "learned")
    finding = next(finding for finding in comment.findings if finding["rule"] == "learned")
    assert "casino" in ruling.reason_of(finding)
    texts = {place["field"]: ruling.text_of(comment, place["field"]) for place in finding["evidence"]}
    shown = {texts[place["field"]][place["start"] : place["end"]].lower() for place in finding["evidence"]}
    assert "casino" in shown
    keeping.switch(False)
    ruling.receive(comment)
    assert comment.decided_by != "learned"


def test_what_is_not_proven_only_holds(row):
    LearnedFilter.objects.update(is_proven=False)
    keeping.switch(True)
    comment = a_spam()
    ruling.receive(comment)
    finding = next(finding for finding in comment.findings if finding["rule"] == "learned")
    assert finding["verdict"] == "pending"
    assert finding["code"] == "learned-doubt"


def test_whoever_was_approved_before_is_held_and_not_marked_as_spam(row):
    a_spam(status="approved", author_email="vera@house.example")
    keeping.switch(True)
    comment = a_spam(author_email="Vera@house.example")
    ruling.receive(comment)
    assert (comment.status, comment.decided_by) == ("pending", "learned")


def test_of_very_many_examples_every_so_manieth_is_taken(monkeypatch):
    post = cast.a_post()
    for status in ("spam", "approved", "approved", "approved", "approved"):
        cast.a_comment(post, status=status)
    monkeypatch.setattr("blog.learning.examples.MOST", 2)
    assert examples().counts == (1, 2)


def test_without_scikit_learn_nothing_is_trained_and_that_is_said(monkeypatch, capsys):
    post = cast.a_post()
    Feedback.objects.bulk_create(
        [
            Feedback(post=post, status=status, anchor=f"{status}{n}")
            for n in range(100)
            for status in ("spam", "approved")
        ]
    )
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(SystemExit) as ended:
        call_command("train_filter")
    assert ended.value.code == 1
    assert "scikit-learn is not installed" in capsys.readouterr().err


def test_people_are_left_alone(row):
    keeping.switch(True)
    body = "I tried this with my oven on Sunday, and the crust was better than ever."
    comment = cast.a_comment(cast.a_post(title="Bread", body="<p>A small oven.</p>"), body=body, **PERSON)
    ruling.receive(comment)
    assert "learned" not in {finding["rule"] for finding in comment.findings}


def test_a_filter_that_crashes_is_skipped_and_no_comment_is_lost(row, monkeypatch, caplog):
    keeping.switch(True)
    monkeypatch.setattr(keeping, "tell", lambda feedback: 1 / 0)
    comment = cast.a_comment(body=SPAM)
    ruling.receive(comment)
    assert comment.status == "pending"
    assert "was skipped" in caplog.text


def test_switching_on_makes_the_rule_anew_where_it_was_deleted(row):
    ModerationRule.objects.filter(kind="learned").delete()
    keeping.switch(True)
    assert keeping.is_on()


def test_many_decisions_of_people_have_it_trained_again(row, monkeypatch, django_capture_on_commit_callbacks):
    maud, asked = cast.moderator(), []
    post = cast.a_post()
    ids = [cast.a_comment(post).pk for _ in range(3)]
    monkeypatch.setattr(keeping, "AGAIN_AFTER", 3)
    monkeypatch.setattr("blog.tasks.ask_for", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve(ids[:2], by=maud)
        moderation.mark_spam(ids[2:], rule="somebody's rule")
    assert asked == []
    with django_capture_on_commit_callbacks(execute=True):
        moderation.mark_spam(ids[:1], by=maud)
    assert len(asked) == 1
    LearnedFilter.objects.update(last_event=ModerationEvent.objects.latest("pk").pk)
    assert not keeping.wants_training()


def test_nothing_heavy_is_imported_to_score():
    code = "import sys, django; django.setup(); import blog.ruling, blog.learning.keeping, blog.tasks; "
    code += "print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_backlog_is_proposed_and_nothing_moves(row):
    post = cast.a_post(title="Bread", body="<p>A small oven.</p>")
    spam = [a_spam(post, status="approved") for _ in range(4)]
    cast.a_comment(post, body="My oven is too small for this bread.", status="approved", **PERSON)
    out = StringIO()
    call_command("moderate_backlog", "--dry-run", stdout=out)
    assert "4 approved comments look like spam (viagra4u.example)" in out.getvalue()
    assert not SpamProposal.objects.exists()
    call_command("moderate_backlog", stdout=StringIO())
    assert set(SpamProposal.objects.values_list("feedback", flat=True)) == {one.pk for one in spam}
    assert backlog.groups()[0]["number"] == 4
    assert Feedback.objects.filter(status="spam").count() == 0
    assert "casino" in ruling.reason_of(SpamProposal.objects.first().finding)


def test_what_a_filter_without_it_took_for_spam_is_proposed_too(row):
    post, maud = cast.a_post(title="Bread", body="<p>A small oven.</p>"), cast.moderator()
    bread = "My oven is too small for this bread."
    suspect, kept, sure = (cast.a_comment(post, body=bread, status="approved", **PERSON) for _ in range(3))
    moderation.hold([sure.pk], by=maud)
    moderation.approve([sure.pk], by=maud)
    row.report["suspect"] = [suspect.pk, sure.pk, 987654]
    row.save()
    backlog.sweep()
    assert list(SpamProposal.objects.values_list("feedback", flat=True)) == [suspect.pk]
    assert kept.status == "approved"


def test_applied_as_one_action_and_taken_back_as_one(row):
    post = cast.a_post()
    for _ in range(4):
        a_spam(post, status="approved")
    out = StringIO()
    call_command("moderate_backlog", "--apply", "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert result["applied"]["moved"] == 4
    assert Feedback.objects.filter(status="spam").count() == 4
    assert moderation.undo(result["applied"]["batch"]).restored == 4


def test_what_a_person_approved_or_declined_is_not_proposed_again(row):
    post, maud = cast.a_post(), cast.moderator()
    kept, declined = a_spam(post), a_spam(post, status="approved")
    moderation.approve([kept.pk], by=maud)
    assert backlog.sweep().proposed == 1
    backlog.decline(backlog.open_proposals(), by=maud)
    assert backlog.sweep().proposed == 0
    assert examples().sure == [True, True]
    assert SpamProposal.objects.get().feedback == declined


def test_a_sweep_asks_for_chunks_not_for_rows(row):
    post = cast.a_post()
    queries = []
    backlog.sweep()  # loads the filter
    for _ in range(2):
        for _more in range(5):
            a_spam(post, status="approved")
        with CaptureQueriesContext(connection) as seen:
            backlog.sweep()
        queries.append(len(seen))
    assert queries[0] == queries[1]


def test_only_one_source_and_only_what_is_there(row):
    here, there = cast.a_source(slug="here"), cast.a_source(slug="there")
    a_spam(cast.a_post(source=here), status="approved")
    a_spam(cast.a_post(source=there), status="approved")
    assert backlog.sweep(here).proposed == 1
    backlog.sweep(there)
    assert SpamProposal.objects.count() == 2
    with pytest.raises(SystemExit) as ended:
        call_command("moderate_backlog", "--source", "nowhere", stderr=StringIO())
    assert ended.value.code == 1


def test_without_a_filter_the_backlog_says_so():
    with pytest.raises(SystemExit) as ended:
        call_command("moderate_backlog", stderr=StringIO())
    assert ended.value.code == 1


def test_its_rule_is_tried_on_the_past_with_no_query_for_each(row):
    posts = [cast.a_post(), cast.a_post()]
    for number in range(12):
        a_spam(posts[number % 2], status="spam") if number % 3 else cast.a_comment(posts[0], parent=None)
    rule = ModerationRule.objects.get(kind="learned")
    rule.position = 1
    with CaptureQueriesContext(connection) as captured:
        trial = trying.try_rule(rule)
    assert (trial.tried, trial.matched, sum(trial.would.values())) == (12, 8, 8)
    assert len(captured) <= 14
