"""Who wrote a post, where a theme says so in words of its own: in a byline, a footer, a note, a profile."""

import pytest

from importers.scraping.bylines import worded_author
from tests.importers.pages import read_page

PROSE = """<p>It was put there by my uncle in the year of the long rain, and nobody has dared to move it since.</p>
<p>We look at it every morning, and it looks back at the house as if the house were the odd one.</p>"""


def read(body, title="A kettle on the roof - The Salt Box"):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "page.html")


def author(body):
    found = read(f'<div class="post"><h2 class="post-title">A kettle on the roof</h2>{body}</div>').author
    return found.name if found else None


@pytest.mark.parametrize(
    "line",
    [
        "Hung out to dry by Olga Brandt on May 4, 2009 at 9:58 pm",
        "Épinglé par Olga Brandt, lundi 4 mai 2009 à 21:58 :: Grenier",
        "Steso ad asciugare da Olga Brandt il 4 maggio 2009 alle 21:58 in Soffitta",
        "Zu den Akten gelegt von Olga Brandt am 4. Mai 2009 um 21:58",
        "Tendido al sol por Olga Brandt el 4 de mayo de 2009 a las 21:58",
        "Este texto foi pendurado aqui por Olga Brandt no dia 4 de maio de 2009 às 21:58, no sótão.",
        "Aan de lijn gehangen door Olga Brandt op 4 mei 2009 om 21:58",
        "May 4, 2009: hung out by Olga Brandt",
        "Aufgehängt von Olga Brandt um 21:58 in Speicher",
        "Hung out by Olga Brandt",
    ],
)
@pytest.mark.parametrize("place", ["post-info above", "post-footer below", "postmetadata below"])
def test_a_byline_in_any_words_names_who_stands_behind_by(line, place):
    name, where = place.split()
    marked = f'<p class="{name}">{line}</p>'
    assert author(marked + PROSE if where == "above" else f'<div class="entry">{PROSE}</div>{marked}') == "Olga Brandt"


@pytest.mark.parametrize(
    "line",
    [
        'Lanciato da <a href="/blog/7">olga.b</a> il Dom, 03/10/2010 - 21:18',
        'Pinned up by <a href="/~olga">olga.b</a> | 4 comments',
        'Aufgehängt von <a href="/wir/olga">olga.b</a>',
    ],
)
def test_a_linked_nickname_behind_by_wrote_it(line):
    assert author(f'<p class="submitted">{line}</p>{PROSE}') == "olga.b"


def test_a_nickname_that_also_signs_a_comment_wrote_it():
    comment = (
        "<div id='comments'><h3>Comments</h3><p>It will rust.</p><p>Posted by {} | October 20, 2003 06:12 PM</p></div>"
    )
    page = f"<div class='entry'>{PROSE}</div><p class='post-footer'>Pinned by olga at October 19, 2003 09:47 PM</p>"
    assert author(page + comment.format("olga")) == "olga"
    assert author(page + comment.format("peer")) is None


def test_a_name_that_is_all_of_a_link_needs_no_date():
    line = '<p class="entry-footer">Lowered by <a href="/olga">Olga B.</a> from the attic, <a href="#">link</a></p>'
    assert author(f'<div class="entry-content">{PROSE}</div>{line}') == "Olga B."


@pytest.mark.parametrize(
    "line",
    [
        "Photo by Olga Brandt on May 4, 2009",
        "Foto von Olga Brandt am 4. Mai 2009",
        "Hängt seit 4. Mai 2009 in Geschichten von Unterwegs",
        'Colgado el 4 de mayo de 2009 en <a href="/category/cuentos/" rel="category tag">Cuentos por Carta</a>',
        "Traduit par Olga Brandt le 4 mai 2009",
        "Op 4 mei 2009",
    ],
)
def test_who_took_a_picture_or_what_a_category_is_called_is_no_author(line):
    assert author(f'<div class="entry-content">{PROSE}</div><p class="post-footer">{line}</p>') is None


@pytest.mark.parametrize(
    "note",
    [
        '<div class="about-author"><p><strong>About the author:</strong> Olga Brandt mends kettles in Lund.</p></div>',
        '<div class="author-bio"><p>Über die Autorin: Olga Brandt flickt in Lund Kessel.</p></div>',
        '<div class="author-box"><h4>À propos de Olga Brandt</h4><p>Olga répare des bouilloires à Lund.</p></div>',
        '<div class="author-info"><p>Olga Brandt vive en Lund y arregla teteras, si la dejan.</p></div>',
        '<div class="authorbox"><h3>Sull\'autore</h3><p>Olga Brandt è nata a Lund, dove aggiusta bollitori.</p></div>',
    ],
)
def test_a_note_about_the_author_names_her(note):
    assert author(f'<div class="entry-content">{PROSE}</div>{note}') == "Olga Brandt"


@pytest.mark.parametrize(
    "note",
    [
        '<div class="author-bio"><p>About the author: Baker and mender of kettles.</p></div>',
        '<div class="author-bio"><p>The Author is a mender of kettles.</p></div>',
        '<div class="author-box"><h4>About The Salt Box</h4><p>We mend kettles.</p></div>',
    ],
)
def test_a_note_without_a_name_names_nobody(note):
    assert author(f'<div class="entry-content">{PROSE}</div>{note}') is None


BLOGGER = (
    "<div class='sidebar'><div class='widget Profile'><h2>{heading}</h2><dl class='profile-datablock'>{name}"
    "<dd class='profile-data'>Lund, Sweden</dd><dd class='profile-textblock'>I mend what leaks.</dd></dl>"
    "<a class='profile-link' href='#'>View my complete profile</a></div></div>"
)


@pytest.mark.parametrize(
    "name",
    [
        "<dt class='profile-data'>Olga Brandt</dt>",
        "<dt class='profile-data'><a class='profile-name-link g-profile' href='/7' rel='author'>Olga Brandt</a></dt>",
    ],
)
def test_the_one_profile_in_the_sidebar_tells_whose_blog_it_is(name):
    body = f"<div class='post-body'>{PROSE}</div></div>"
    assert author(body + BLOGGER.format(heading="She who mends", name=name)) == "Olga Brandt"


def test_of_two_profiles_neither_tells():
    both = (
        "<li><a class='profile-name-link' href='/7'>Olga Brandt</a></li><li><a class='profile-name-link'>Peer</a></li>"
    )
    body = f"<div class='post-body'>{PROSE}</div></div><div class='sidebar'><h2>Contributors</h2><ul>{both}</ul></div>"
    assert author(body) is None


def test_below_about_me_stands_a_name_where_it_also_signs_a_comment():
    page = f"<div class='entry-content'>{PROSE}</div></div><div id='comments'><h3>1 Comment</h3>{{}}</div>"
    comment = "<ol><li id='comment-7' class='comment'><cite>{}</cite> <small>May 5, 2009</small><p>Mine.</p></li></ol>"
    sidebar = "<div class='sidebar'><h3>About Me</h3><p>Olga Brandt</p></div>"
    assert author(page.format(comment.format("Olga Brandt")) + sidebar) == "Olga Brandt"
    assert author(page.format(comment.format("Peer Holm")) + sidebar) is None


def test_a_page_without_marks_has_no_byline_in_unknown_words():
    class Bare:
        def of(self, *states):
            return []

    assert worded_author(Bare()) is None
