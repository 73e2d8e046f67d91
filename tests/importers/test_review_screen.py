"""The review screen without a browser: who may decide, what it says, what its forms do, and at what cost."""

import json

import pytest
from django.urls import reverse

from blog.models import Post
from importers import tasks
from importers.loading import deciding
from importers.models import ImportRun, PageReview
from tests import cast
from tests.importers.reviews import NEWS, bring, decide, review_of

pytestmark = pytest.mark.django_db
TIP = "Subscribe to the river"
LIST = "/admin/importers/pagereview/"


@pytest.fixture
def review(tmp_path):
    bring(tmp_path, news=NEWS)
    return review_of()


@pytest.fixture
def client(db):
    return cast.client_of(cast.editor())


def screen(review):
    return reverse("admin:importers_pagereview_change", args=[review.pk])


def post(client, review, step, **data):
    address = reverse(f"admin:importers_pagereview_{step}", args=[review.pk])
    return client.post(address, {"seen": review.version} | data)


def line(text):
    return 1 + next(index for index, found in enumerate(NEWS.split("\n")) if text in found)


def test_the_screen_says_what_fails_and_shows_page_and_record(client, review):
    page = client.get(screen(review)).content.decode()
    assert "The page says 2 comments, 1 was found." in page
    assert page.count('<li id="line-') == len([text for text in NEWS.split("\n") if text.strip()])
    assert "Peer Holm" in page
    assert "The lantern was mine" in page


def test_comments_without_text_or_name_are_said_first(client, tmp_path):
    said = "".join(f"\n{name} said on June 5, 2009:\n" for name in ("Lucie Roth", "Ida Lund"))
    bring(tmp_path, news=NEWS.replace("2 Comments", "3 Comments") + said)
    page = client.get(screen(review_of())).content.decode()
    assert "Comments 2, 3 have no text." in page
    assert "agrees with what was found" not in page


def test_a_page_that_is_too_long_is_not_called_short(client, tmp_path, monkeypatch):
    monkeypatch.setattr("importers.scraping.files.MOST_LINES", 6)
    bring(tmp_path, news=NEWS.replace("A day", "A long day"))
    page = client.get(screen(review_of())).content.decode()
    assert "The page is too long to be read whole." in page
    assert "The text is so short" not in page


def test_what_the_page_holds_is_escaped(client, tmp_path):
    bring(tmp_path, news=NEWS.replace("A day", "<script>alert(1)</script> A day"))
    page = client.get(screen(review_of())).content.decode()
    assert "<script>alert" not in page


def test_of_a_long_page_the_first_comments_are_shown_and_all_are_counted_and_stored(client, tmp_path, monkeypatch):
    monkeypatch.setattr("importers.admin.screen.SHOWN_COMMENTS", 2)
    said = "".join(f"\nPeer Holm said on June {day}, 2009:\n\nThe lantern of day {day}.\n" for day in range(5, 10))
    bring(tmp_path, news=NEWS.replace("2 Comments", "7 Comments") + said)
    review = review_of()
    shown = client.get(screen(review))
    page = shown.content.decode()
    assert page.count('class="record-comment') - page.count('class="record-comments"') == 2
    assert "6 comments" in page
    assert "4 more comments are not shown here." in page
    assert "The page says 7 comments, 6 were found." in page
    post(client, review, "save")
    assert Post.objects.get().feedback.count() == 6


def test_lines_are_assigned_by_a_form_without_scripts(client, review):
    number = line(TIP)
    answer = post(client, review, "assign", line=[number], part="furniture")
    assert answer.status_code == 302
    assert answer.url == f"{screen(review)}#line-{number}"
    page = client.get(screen(review)).content.decode()
    assert "1 line was assigned." in page
    assert f'id="line-{number}" class="line first assigned"' in page


def test_lines_are_assigned_from_one_to_another(client, review):
    post(client, review, "assign", first="1", last="3", part="title")
    assert len(PageReview.objects.get().steps[0]["lines"]) == 2


def test_a_script_is_told_what_changed(client, review):
    address = reverse("admin:importers_pagereview_assign", args=[review.pk])
    data = {"seen": 0, "lines": str(line(TIP)), "part": "furniture"}
    answer = client.post(address, data, headers={"X-Requested-With": "fetch"})
    found = json.loads(answer.content)
    assert (found["version"], found["steps"], found["failed"]) == (1, 1, False)
    assert [line(TIP), True] in [[number, assigned] for number, _, assigned, _ in found["lines"]]
    assert TIP not in found["record"].split("record-leftover")[0]


def test_the_last_decision_is_undone(client, review):
    post(client, review, "assign", line=[line(TIP)], part="furniture")
    review.refresh_from_db()
    post(client, review, "undo")
    assert PageReview.objects.get().steps == []


def test_who_saw_an_older_version_is_told_so(client, review):
    post(client, review, "assign", line=[line(TIP)], part="furniture")
    answer = post(client, review, "assign", line=[line(TIP)], part="body")
    assert "was changed meanwhile" in client.get(answer.url).content.decode()
    assert len(PageReview.objects.get().steps) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"part": "nonsense", "line": ["1"]},
        {"part": "body", "line": ["-1", "x", "99999999999"]},
        {"part": "body", "lines": "1-999999"},
        {"part": "body", "first": "²", "last": "٣"},
        {"seen": "x", "part": "body", "line": ["1"]},
        {},
    ],
)
def test_nonsense_is_answered_with_a_sentence(client, review, data):
    answer = post(client, review, "assign", **data)
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200


def test_a_guess_is_accepted(client, review):
    post(client, review, "accept", field="author", value="Peer Holm")
    review.refresh_from_db()
    post(client, review, "save")
    assert Post.objects.get().author.name == "Peer Holm"


def test_what_is_no_value_of_a_field_is_not_accepted(client, review):
    for field, value in (("published", "soon"), ("status", "published"), ("author", "")):
        post(client, review, "accept", field=field, value=value)
    assert PageReview.objects.get().steps == []


def test_a_draft_is_published_when_that_is_asked_for(client, review):
    post(client, review, "save")
    assert Post.objects.get().status == "draft"
    post(client, review, "save", publish="1")
    assert Post.objects.get().status == "published"
    assert PageReview.objects.get().state == "reviewed"


def test_the_next_page_that_waits_comes_after_a_save(client, tmp_path):
    bring(tmp_path, one=NEWS, two=NEWS.replace("river", "lake"))
    one, two = review_of("one"), review_of("two")
    assert post(client, one, "save", then="next").url == screen(two)
    assert post(client, two, "save", then="next").url == LIST


def test_the_filters_of_the_list_go_along(client, tmp_path):
    bring(tmp_path, one=NEWS, two=NEWS.replace("river", "lake"))
    page = client.get(screen(review_of("one")) + "?why=checksum").content.decode()
    assert f'href="{screen(review_of("two"))}?why=checksum"' in page
    page = client.get(screen(review_of("one")) + "?why=title").content.decode()
    assert screen(review_of("two")) not in page


def test_pages_built_alike_are_shown_with_what_would_change_and_written(client, tmp_path):
    pages = {name: NEWS.replace("river", name) for name in ("one", "two", "three")}
    bring(tmp_path, **pages)
    one = decide(review_of("one"), "furniture", "Subscribe to the").review
    address = reverse("admin:importers_pagereview_alike", args=[one.pk])
    shown = client.get(address).content.decode()
    assert "2 pages of" in shown
    left_out = review_of("three").pk
    answer = client.post(address, {"shown": [review_of("two").pk, left_out], "page": [review_of("two").pk]})
    run = ImportRun.objects.get(reader="review")
    assert answer.url == reverse("admin:importers_importrun_change", args=[run.pk])
    assert client.get(answer.url).status_code == 200
    assert review_of("two").decided
    assert not review_of("three").decided


def test_nobody_but_editors_reviews(review):
    for someone in (cast.translator(), cast.moderator()):
        client = cast.client_of(someone)
        assert client.get(LIST).status_code == 403
        assert client.get(screen(review)).status_code == 403
        assert post(client, review, "assign", line=["1"], part="body").status_code == 403
        assert post(client, review, "save").status_code == 403
    assert PageReview.objects.get().steps == []


def test_decisions_are_posted_only(client, review):
    for step in ("assign", "accept", "undo", "save"):
        assert client.get(reverse(f"admin:importers_pagereview_{step}", args=[review.pk])).status_code == 405


def test_a_page_that_is_not_there_is_not_found(client, review):
    for key in ("999999", "x", "9" * 30):
        assert client.get(f"{LIST}{key}/change/").status_code == 404


def test_the_list_shows_what_waits_and_narrows(client, tmp_path):
    bring(tmp_path, one=NEWS, two=NEWS.replace("river", "lake").replace("2 Comments", "1 Comment"))
    page = client.get(LIST).content.decode()
    assert screen(review_of("one")) in page
    assert screen(review_of("two")) not in page
    assert screen(review_of("two")) in client.get(f"{LIST}?state=sure").content.decode()
    assert screen(review_of("one")) not in client.get(f"{LIST}?why=title").content.decode()


def test_a_page_of_which_the_post_is_gone_waits_no_more(client, review):
    Post.objects.get().delete()
    assert screen(review) not in client.get(LIST).content.decode()
    assert not deciding.waiting().exists()


def test_the_list_costs_the_same_for_many_pages(client, tmp_path, django_assert_max_num_queries):
    bring(tmp_path, **{f"page{number}": NEWS.replace("river", f"river {number}") for number in range(12)})
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_the_screen_costs_a_bounded_number_of_queries(client, review, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        client.get(screen(review))


def test_the_post_and_the_first_page_lead_to_the_review(client, review):
    assert screen(review) in client.get(f"/admin/blog/post/{Post.objects.get().pk}/change/").content.decode()
    assert f'href="{LIST}">\n      <strong>1</strong>' in client.get("/admin/").content.decode()


def test_many_pages_built_alike_are_left_to_a_worker(client, tmp_path, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("importers.admin.reviews.AT_ONCE", 0)
    bring(tmp_path, **{name: NEWS.replace("river", name) for name in ("one", "two", "three")})
    one = decide(review_of("one"), "furniture", "Subscribe to the").review
    client.post(reverse("admin:importers_pagereview_alike", args=[one.pk]))
    run = ImportRun.objects.get(reader="review")
    assert run.state == "waiting"
    assert not review_of("two").decided
    tasks.review_pages.func(run.pk)
    assert tasks.review_pages.func(run.pk) == "cancelled"
    run.refresh_from_db()
    assert (run.state, run.report["kinds"]["post"]["updated"]) == ("finished", 2)
    assert review_of("two").decided
    assert review_of("three").decided


def test_the_enter_key_without_scripts_asks_for_a_button(client, review):
    answer = post(client, review, "assign", first="1", last="3", part="-")
    assert "Say by one of the buttons what the lines are." in client.get(answer.url).content.decode()
    assert PageReview.objects.get().steps == []


def test_a_post_without_a_title_is_saved_and_not_published(client, review):
    post(client, review, "assign", line=[line("A day on the river")], part="body")
    review.refresh_from_db()
    answer = post(client, review, "save", publish="1", then="next")
    assert answer.url == screen(review)
    assert "the post has no title" in client.get(answer.url).content.decode()
    stored = Post.objects.get()
    assert (stored.title, stored.status) == ("", "draft")
    assert "A day on the river" in stored.body


def test_all_lines_of_a_long_page_are_shown_some_at_a_time(client, review, monkeypatch):
    monkeypatch.setattr("importers.admin.screen.SHOWN_LINES", 5)
    last = line("The lantern was mine")
    page = client.get(screen(review)).content.decode()
    assert f'id="line-{last}"' not in page
    assert "?from=11" in page
    page = client.get(screen(review), {"from": "11"}).content.decode()
    assert f'id="line-{last}"' in page
    assert 'id="line-1"' not in page
    assert 'action="../assign/?from=11"' in page
    address = reverse("admin:importers_pagereview_assign", args=[review.pk])
    data = {"seen": review.version, "lines": str(last), "part": "body"}
    found = client.post(f"{address}?from=11", data, headers={"X-Requested-With": "fetch"}).json()
    assert [last, "body", True, False] in found["lines"]
    for odd in ("0", "-3", "x", "9999999"):
        assert client.get(screen(review), {"from": odd}).status_code == 200
