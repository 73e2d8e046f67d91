"""Authors of imported posts: whom the file names, whom a person says they are, and never somebody who may log in."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from blog import search
from blog.models import Author, Post
from importers import batching, loading
from importers.author_map import AuthorMap, read_author_map
from importers.loading.sources import Wish
from importers.models import ImportChange
from importers.records import AuthorRecord
from importers.reporting import StoppedEarly, Unusable
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.cast import an_author
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import item
from tests.importers.readers.test_wxr_credits import GUEST, author, credit

pytestmark = pytest.mark.django_db
TOGETHER = credit("cap-zoe", "zoe") + credit("cap-anna-guest", "anna-guest") + credit("cap-ines", "ines")


def writers():
    return [author.name for author in Post.objects.get().writers]


def mapping(**logins):
    return AuthorMap({login: AuthorRecord(name, login) for login, name in logins.items()})


def test_no_login_is_made_and_none_is_linked(shelf):
    User.objects.create_user("ines", password="x", is_staff=True)
    User.objects.create_superuser("admin")
    shelf.run(author("ines", "Inês"), item(7, TOGETHER), GUEST, item(8, dc__creator="admin"))
    assert User.objects.count() == 2
    assert not Author.objects.exclude(user=None).exists()
    assert set(Author.objects.values_list("login", flat=True)) == {"zoe", "anna-guest", "ines", "admin"}


def test_several_authors_are_stored_in_order_and_a_later_guest_is_completed(shelf):
    report = shelf.run(author("ines", "Inês"), item(7, TOGETHER), GUEST)
    assert writers() == ["zoe", "Anna & Guest", "Inês"]
    assert Author.objects.get(login="anna-guest").bio == "Writes now and then."
    assert counts(report, "author") == {"created": 3}
    assert counts(report, "post") == {"created": 1, "skipped": 1}
    assert search.find("guest").count() == 1
    before = dump()
    assert counts(shelf.run(), "author") == {"unchanged": 3}
    assert dump() == before
    assert ImportChange.objects.filter(item__kind="author").exclude(before=None).count() == 0


def test_a_login_that_one_post_takes_for_a_name_is_none_where_another_knows_the_name(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2009-03-01\nauthor: ines\n---\nSand.\n")
    said = "author: {display_name: Inês Duarte, login: ines}"
    (tmp_path / "b.md").write_text(f"---\ntitle: B\ndate: 2009-03-02\n{said}\n---\nSand.\n", encoding="utf-8")
    run_import([tmp_path], "front_matter", Options(Wish("tide")))
    assert Author.objects.get().name == "Inês Duarte"


def test_a_change_of_authors_is_taken_over_and_undone(shelf):
    shelf.run(item(7, TOGETHER))
    report = shelf.run(item(7, credit("cap-anna-guest", "anna-guest") + credit("cap-zoe", "zoe")))
    assert counts(report, "post") == {"updated": 1}
    assert writers() == ["anna-guest", "zoe"]
    undo_run(report.run)
    assert writers() == ["zoe", "anna-guest", "ines"]


def test_authors_that_an_editor_chose_stay(shelf):
    shelf.run(item(7, TOGETHER))
    post = Post.objects.get()
    post.co_authors.set([an_author(name="Edith")])
    report = shelf.run(item(7, credit("cap-zoe", "zoe") + credit("cap-ines", "ines")))
    assert writers() == ["zoe", "Edith"]
    assert "conflict" in codes(report)


def test_a_mapped_login_is_the_author_who_is_here(shelf):
    here = an_author(name="Inês Duarte")
    report = shelf.run(item(7), item(8, dc__creator="i2"), authors=mapping(ines="Inês Duarte", i2=here.slug))
    assert set(Post.objects.values_list("author", flat=True)) == {here.pk}
    assert counts(report, "author") == {"unchanged": 2}
    assert Author.objects.count() == 1
    before = dump()
    shelf.run(authors=mapping(ines="Inês Duarte", i2=here.slug))
    assert dump() == before


def test_two_logins_may_be_one_new_author(shelf):
    shelf.run(item(7), item(8, dc__creator="i2"), authors=mapping(ines="Inês", i2="Inês"))
    assert Author.objects.get().name == "Inês"
    assert Post.objects.filter(author__name="Inês").count() == 2


def test_a_map_that_comes_later_moves_the_posts(shelf):
    shelf.run(item(7))
    here = an_author(name="Inês Duarte")
    options = {"authors": mapping(ines="Inês Duarte")}
    assert counts(shelf.run(**options), "post") == {"updated": 1}
    assert Post.objects.get().author == here
    before = dump()
    shelf.run(**options)
    assert dump() == before


def test_logins_of_the_map_that_nobody_has_are_listed(shelf):
    report = shelf.run(item(7), authors=mapping(ines="Inês", zoe="Zoë"))
    assert [(issue.code, issue.where) for issue in report.issues] == [("author-unknown", "author zoe")]


def test_a_map_is_read_from_a_table(tmp_path, shelf, capsys):
    path = tmp_path / "authors.csv"
    path.write_text('\ufefflogin,name,email\n\nines,"Duarte, Inês",ines@example.org\nzoe,Zoë\n', encoding="utf-8")
    assert read_author_map(path).logins == {
        "ines": AuthorRecord("Duarte, Inês", "ines", "ines@example.org"),
        "zoe": AuthorRecord("Zoë", "zoe"),
    }
    shelf.write(item(7))
    call_command("import_wxr", str(shelf.path), "--author-map", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["kinds"]["author"]["created"] == 1
    assert (Author.objects.get().name, Author.objects.get().email) == ("Duarte, Inês", "ines@example.org")


def test_a_table_with_semicolons_is_read_too(tmp_path):
    path = tmp_path / "authors.csv"
    path.write_text('login;name;email\nines;"Inês, of Faro";\n', encoding="utf-8")
    assert read_author_map(path).logins == {"ines": AuthorRecord("Inês, of Faro", "ines")}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("name,mail\n", "line 1: the first line"),
        ("login,name\nines\n", "line 2: a row needs both"),
        ("login,name\nines,A\n\nines,B\n", "line 4: “ines” stands there twice"),
        ("login,name\nines,A,B\n", "line 2: 3 values for 2 columns"),
        ("login,name,email\nines,A,nobody\n", "line 2: “nobody” is not an e-mail address"),
        ("login,name,url\nines,A,javascript:1\n", "line 2: “javascript:1” is not an address"),
        ('login,name\nines,"A\n', "this is not CSV"),
        (f"login,name\nines,{'A' * 201}\n", "line 2: the name is longer than 200"),
    ],
)
def test_a_fault_in_the_map_is_named_with_its_line(tmp_path, text, says):
    path = tmp_path / "authors.csv"
    path.write_text(text)
    with pytest.raises(Unusable) as refusal:
        read_author_map(path)
    assert says in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_a_map_that_is_not_there_ends_the_command(tmp_path, shelf, capsys):
    shelf.write(item(7))
    with pytest.raises(SystemExit) as stop:
        call_command("import_wxr", str(shelf.path), "--author-map", str(tmp_path / "none.csv"), "--json")
    assert stop.value.code == 1
    assert "cannot be read" in json.loads(capsys.readouterr().out)["error"]
    assert run_import([shelf.path], "wxr", Options()).exit_status == 0


@pytest.mark.parametrize("most", [1, 3])
def test_a_guest_behind_the_posts_answers_at_the_same_address_wherever_a_batch_ends(shelf, monkeypatch, most):
    monkeypatch.setattr(batching, "MOST", most)
    guest = GUEST.replace("Anna &amp; Guest", "Anna Gale")
    shelf.run(*(item(n, credit("cap-anna-guest", "anna-guest")) for n in range(2)), guest, item(9))
    assert (Author.objects.get(login="anna-guest").slug, Author.objects.count()) == ("anna-gale", 2)


@pytest.mark.parametrize("many", [1, 50], ids=["beside another core", "alone"])
def test_a_name_that_the_file_declares_behind_the_posts_comes_behind_their_batch(shelf, monkeypatch, many):
    monkeypatch.setattr(batching, "MOST", 2)
    monkeypatch.setattr(loading, "MANY", many)
    monkeypatch.setattr(loading, "pays", lambda: True)
    shelf.run(item(7), item(8), author("ines", "Inês Duarte"), item(9))
    assert [(one.slug, one.name) for one in Author.objects.all()] == [("ines", "Inês Duarte")]


def test_a_run_that_died_behind_an_author_and_goes_on_beside_another_core_changes_nobody(shelf, monkeypatch):
    def die(*args):
        raise StoppedEarly("stopped here")

    monkeypatch.setattr(batching, "MOST", 2)
    with monkeypatch.context() as patched:
        patched.setattr(loading.Loader, "_write", die)
        assert shelf.run(item(7), item(8), author("ines", "Inês Duarte"), item(9)).exit_status == 3
    assert Author.objects.get().name == "ines"
    monkeypatch.setattr(loading, "MANY", 1)
    monkeypatch.setattr(loading, "pays", lambda: True)
    assert shelf.run().exit_status == 0
    assert [(one.slug, one.name) for one in Author.objects.all()] == [("ines", "Inês Duarte")]
    assert not ImportChange.objects.filter(item__kind="author").exclude(before=None).exists()
