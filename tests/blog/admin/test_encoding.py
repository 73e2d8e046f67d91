"""The encoding doctor: repairs by reading and garbled form, looked at in their sentences and decided on together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import TextRepair
from blog.models.text_repair import form_of
from tests import cast

pytestmark = pytest.mark.django_db

State = TextRepair.State


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def groups(client, **asked):
    return client.get(reverse("admin:encoding"), asked).content.decode()


def alike(client, repair, **asked):
    return client.get(reverse("admin:encoding_form", args=[repair.pk]), asked).content.decode()


def press(client, one, do, query="", **fields):
    address = reverse("admin:encoding_form", args=[one.pk]) + query
    return client.post(address, {"do": do, **fields}, follow=True).content.decode()


def a_garbled_post(number=1, before="â€™", after="’", **fields):
    post = cast.a_post(
        title=f"Post {number}", body=f"<p>First. It{after}s number <b>{number}</b> here. Last.</p>", **fields
    )
    return post, cast.a_repair(post, "body", before, after)


def test_repairs_stand_together_by_reading_and_form_with_how_often_and_in_how_many_texts(client):
    post, repair = a_garbled_post()
    cast.a_repair(post, "body", "â€™", "’")
    cast.a_repair(cast.a_post(body="<p>café</p>"), "body", "Ã©", "é", level="likely")
    cast.a_repair(cast.a_post(body="<p>soé</p>"), "body", "√©", "é", reading="UTF-8 read as MacRoman, twice")
    page = groups(client)
    assert "2 times in 1 text" in page
    assert page.index("UTF-8 read as cp1252") < page.index("UTF-8 read as MacRoman, twice")
    assert f'href="{reverse("admin:encoding_form", args=[repair.pk])}"' in page
    assert page.count('class="form"') == 3


def test_a_form_shows_its_sentences_before_and_after_without_markup(client):
    post, repair = a_garbled_post()
    page = alike(client, repair)
    assert (
        '<span class="context">It</span><del><mark>â€™</mark></del><span class="context">s number 1 here.</span>'
        in page
    )
    assert (
        '<span class="context">It</span><ins><mark>’</mark></ins><span class="context">s number 1 here.</span>' in page
    )
    assert reverse("admin:blog_post_change", args=[post.pk]) in page


def test_what_stands_in_a_text_is_shown_and_never_made_markup(client):
    post = cast.a_post(title="Ah", body="<p>1 &lt;script&gt;alert(1)&lt;/script&gt; café <img src=x onerror=y></p>")
    page = alike(client, cast.a_repair(post, "body", "Ã©", "é"))
    assert "<script>alert" not in page
    assert "onerror" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; caf" in page


def test_one_some_and_all_like_it_are_reverted_to_the_very_bytes_and_applied_again(client):
    posts = [a_garbled_post(number) for number in range(1, 5)]
    bytes_before = {post.pk: post.body.replace("’", "â€™") for post, _ in posts}
    first, second, third, _ = (repair for _, repair in posts)

    def reverted():
        return [post.pk for post, _ in posts if type(post).objects.get(pk=post.pk).body == bytes_before[post.pk]]

    press(client, first, f"revert-{first.pk}")
    assert reverted() == [posts[0][0].pk]
    press(client, first, "revert-chosen", repair=[second.pk, third.pk])
    assert len(reverted()) == 3
    assert "1 repair was changed" in press(client, first, "revert-applied")
    assert len(reverted()) == 4
    assert "4 repairs were changed" in press(client, first, "apply-reverted")
    assert reverted() == []
    assert "No repair was chosen." in press(client, first, "revert-chosen")


def test_several_repairs_of_one_text_are_stored_at_once(client):
    post = cast.a_post(body="<p>It’s, he’s, she’s.</p>")
    for prefix, suffix in (("<p>It", "s, he"), ("s, he", "s, she"), ("s, she", "s.</p>")):
        repair = cast.a_repair(post, "body", "â€™", "’", prefix=prefix, suffix=suffix)
    versions = post.history.count()
    press(client, repair, "revert-applied")
    post.refresh_from_db()
    assert post.body == "<p>Itâ€™s, heâ€™s, sheâ€™s.</p>"
    assert post.history.count() == versions + 1


def test_a_proposal_is_applied_or_rejected_and_a_rejected_one_leaves_the_text_alone(client):
    post = cast.a_post(body='<p>The gate â€" blue.</p>')
    proposal = cast.a_repair(post, "body", 'â€"', "–", state=State.PROPOSED, level="guess")
    assert "Apply 1 proposal" in alike(client, proposal)
    press(client, proposal, "revert-proposed")
    post.refresh_from_db()
    assert post.body == '<p>The gate â€" blue.</p>'
    press(client, proposal, f"apply-{proposal.pk}")
    post.refresh_from_db()
    assert post.body == "<p>The gate – blue.</p>"


def test_a_repair_that_lost_its_place_says_so_and_stops_no_other(client):
    (lost, first), (kept, second) = a_garbled_post(1), a_garbled_post(2)
    lost.body = "<p>Something else.</p>"
    lost.save()
    assert alike(client, second).count("lost its place") == 1
    said = press(client, second, "revert-applied")
    assert "1 repair was changed" in said
    assert "does not stand at its place any more" in said
    kept.refresh_from_db()
    assert "â€™" in kept.body
    lost.delete()
    assert "gone" in alike(client, first)


def test_filters_narrow_by_source_level_and_state_and_nonsense_narrows_nothing(client):
    blog = cast.a_source(name="The quay", slug="quay")
    _, mine = a_garbled_post(1, source=blog)
    cast.a_repair(cast.a_comment(mine.object, body="né"), "body", "Ã©", "é", state=State.APPLIED, level="likely")
    cast.a_repair(cast.a_post(body="<p>où</p>"), "body", "Ã¹", "ù", level="guess")
    assert groups(client).count('class="form"') == 3
    assert groups(client, source="quay").count('class="form"') == 2
    assert groups(client, level="guess").count('class="form"') == 1
    assert "No repairs like that" in groups(client, state="reverted")
    assert groups(client, source="x", level="x", state="x", p="x").count('class="form"') == 3
    _, other = a_garbled_post(2)
    assert "1 repair was changed" in press(client, mine, "revert-applied", "?source=quay")
    other.refresh_from_db()
    assert other.state == State.APPLIED


def test_without_repairs_the_doctor_says_so(client):
    assert "Nothing garbled was found in any text." in groups(client)


def test_long_forms_are_cut_and_readings_are_shown_in_words(client):
    post = cast.a_post(body="<p>é</p>")
    cast.a_repair(post, "body", "Ã©" * 3000, "é", reading="cp1252 read as Latin-1")
    page = groups(client)
    assert "Ã©" * 100 not in page
    assert len(page) < 40_000


def test_who_may_not_change_repairs_sees_no_buttons_and_changes_nothing(client):
    _, repair = a_garbled_post()
    for person in (cast.translator(), cast.moderator()):
        other = cast.client_of(person)
        may_look = person.has_perm("blog.view_textrepair")
        assert other.get(reverse("admin:encoding")).status_code == (200 if may_look else 403)
        assert other.post(reverse("admin:encoding_form", args=[repair.pk]), {"do": "revert-applied"}).status_code == 403
    assert cast.reader_client().get(reverse("admin:encoding")).status_code == 302
    repair.refresh_from_db()
    assert repair.state == State.APPLIED


@pytest.mark.parametrize("do", ["", "revert", "revert-", "revert-x", "burn-all", "revert-" + "9" * 40, "revert-chosen"])
def test_a_crafted_request_changes_nothing(client, do):
    _, repair = a_garbled_post()
    press(client, repair, do, repair=["x", "9" * 30])
    repair.refresh_from_db()
    assert repair.state == State.APPLIED


def test_the_desk_leads_to_the_doctor(client):
    assert f"{reverse('admin:encoding')}?state=proposed" in client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:encoding") in client.get(reverse("admin:blog_textrepair_changelist")).content.decode()


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_both_pages_take_the_same_number_of_queries_however_many_there_are(client):
    _, repair = a_garbled_post()
    pages = [reverse("admin:encoding"), reverse("admin:encoding_form", args=[repair.pk])]
    few = [queries_of(client, page) for page in pages]
    for number in range(30):
        a_garbled_post(number)
        a_garbled_post(number, before=f"Ã©{number}", after=f"é{number}")
    assert [queries_of(client, page) for page in pages] == few
    assert max(few) <= 16


def test_a_page_of_groups_is_counted_in_one_look_at_an_index_that_holds_all_it_needs(client):
    for number in range(45):
        a_garbled_post(number, before=f"Ã©{number}", after=f"é{number}")
    with CaptureQueriesContext(connection) as queries:
        page = groups(client)
    looked = [query["sql"] for query in queries if "blog_textrepair" in query["sql"]]
    assert len(looked) == 2  # the groups, and what the forms of one page look like
    assert 'All <span class="number">45</span>' in page
    assert page.count('class="form"') == 40
    for number in ("2", "99"):
        assert groups(client, p=number).count('class="form"') == 5
    assert groups(client, p="9" * 30).count('class="form"') == 40
    if connection.vendor == "sqlite":
        assert "COVERING INDEX textrepair_form" in TextRepair.objects.all().grouped_by_reading().explain()


def test_a_form_has_its_number_however_its_repair_is_stored():
    _, repair = a_garbled_post()
    _, other = a_garbled_post(2)
    TextRepair.objects.bulk_create([TextRepair(**{**values_of(repair), "id": None, "form": 0})])
    assert set(TextRepair.objects.values_list("form", flat=True)) == {form_of("â€™", "’", "certain")}
    assert TextRepair.objects.alike(other).count() == 3
    assert form_of("â€™", "’", "certain") not in (form_of("â€™", "’", "likely"), form_of("â€", "™’", "certain"))


def values_of(repair):
    return {field.attname: getattr(repair, field.attname) for field in repair._meta.concrete_fields}


def test_a_request_ends_in_time_and_says_what_is_left(client, monkeypatch):
    repairs = [a_garbled_post(number)[1] for number in range(3)]
    monkeypatch.setattr("blog.admin.text_repairs.SECONDS", -1)
    assert "2 are left; do it again to go on." in press(client, repairs[0], "revert-applied")
    assert TextRepair.objects.applied().count() == 2


def test_who_decides_on_one_goes_on_where_they_were_and_reads_a_refusal_first(client):
    _, first = a_garbled_post(1)
    post, second = a_garbled_post(2)
    address = reverse("admin:encoding_form", args=[first.pk])
    assert client.post(address, {"do": f"revert-{first.pk}"}).url == f"{address}#repair-{first.pk}"
    query = "?state=reverted"
    assert client.post(address + query, {"do": f"apply-{first.pk}"}).url == address + query
    query = "?state=applied"
    assert client.post(address + query, {"do": f"revert-{first.pk}"}).url == f"{address}{query}#repair-{second.pk}"
    assert client.post(address, {"do": "apply-reverted"}).url == address
    type(post).objects.filter(pk=post.pk).update(body="Something else.")
    assert client.post(address, {"do": f"revert-{second.pk}"}).url == address
