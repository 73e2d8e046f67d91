"""Who wrote, and who commented, where templates of several platforms say so in a theme's own words."""

import pytest

from tests.importers.pages import read_page

PROSE = """<p>It was put there by my uncle in the year of the long rain, and nobody has dared to move it since.</p>
<p>We look at it every morning, and it looks back at the house as if the house were the odd one.</p>"""
NAMES = ["Peer Holm", "Olga Brandt"]


def read(body, title="A kettle on the roof - The Salt Box"):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "page.html")


def commented(template):
    rows = "".join(template.format(number=number, name=name) for number, name in enumerate(NAMES, start=41))
    post = f'<h2 class="entry-title">A kettle on the roof</h2><div class="entry-content">{PROSE}</div>'
    record = read(f'{post}<div id="comments"><h3>Drips</h3>{rows}</div>')
    return [comment.author.name for comment in record.comments]


@pytest.mark.parametrize(
    "template",
    [
        # Genesis
        '<li class="comment" id="comment-{number}"><p class="comment-author"><span>{name}</span> '
        '<span class="says">dripped'
        '</span></p><p class="comment-meta">May 5, 2009 at 9:{number} am</p>'
        '<div class="comment-content">So it is.</div></li>',
        # Nucleus
        '<div class="comment"><h3 class="commentinfo">{name} kraakte op 05/05/2009 om 9:{number}</h3>'
        '<div class="commentbody">Number {number} whistles.</div></div>',
        # Blogger's first comments
        '<dl><dt class="comment-data" id="c{number}">At <a href="#c{number}">9:{number} AM'
        "</a>, {name} grumbled&hellip;</dt>"
        '<dd class="comment-body"><p>Number {number} whistles.</p></dd></dl>',
        # Textpattern
        '<div class="comment" id="c0000{number}"><h4 class="comment-title"><a href="#c{number}">#1</a> '
        "<cite>{name}</cite></h4>"
        '<span class="comment-date">5 May 2009, 09:{number}</span><div class="comment-content">'
        "<p>So it is.</p></div></div>",
    ],
)
def test_a_comment_s_head_gives_the_name_without_its_verb(template):
    assert commented(template) == NAMES


def test_what_stands_before_a_linked_name_stands_before_the_others_too():
    template = (
        '<div class="comment" id="c{number}"><p>Number {number} whistles.</p><p class="posted">Goutte de {name} &#8212;'
        " 5 mai 2009, 9:{number}</p></div>"
    )
    linked = '<a href="http://peer.example">Peer Holm</a>'
    rows = template.format(number=41, name=linked) + template.format(number=42, name="olga")
    record = read(f'<h2 class="entry-title">A kettle</h2>{PROSE}<div id="comments"><h3>Gouttes</h3>{rows}</div>')
    assert [comment.author.name for comment in record.comments] == ["Peer Holm", "olga"]


def test_two_of_one_family_keep_its_name():
    template = (
        '<li class="comment" id="comment-{number}"><p class="comment-author">{name}</p>'
        '<p class="comment-meta">May 5, 2009 at'
        ' 9:{number} am</p><div class="comment-content">So it is.</div></li>'
    )
    names = ["Jan de Jong", "Piet de Jong"]
    rows = "".join(template.format(number=number, name=name) for number, name in enumerate(names, start=41))
    record = read(f'<h2 class="entry-title">A kettle</h2>{PROSE}<ol class="commentlist">{rows}</ol>')
    assert [comment.author.name for comment in record.comments] == names


@pytest.mark.parametrize(
    "foot",
    [
        '<div class="meta">Tiroir : <a href="/category/a" rel="category tag">Grenier</a> &#8212; olga @ 21:14</div>',
        '<div class="journal-entry-tag"><span class="posted-by"><a href="/who/olga">olga</a></span> | 2 drips</div>',
    ],
)
def test_themes_mark_who_wrote_without_any_word(foot):
    head = '<h2 class="date-header">May 4, 2009</h2><h3 class="storytitle">A kettle on the roof</h3>'
    record = read(f'{head}{foot}<div class="storycontent">{PROSE}</div>')
    assert record.author.name == "olga"


def test_a_page_s_head_within_a_post_is_the_post_s():
    head = '<div class="page-header"><h2>A kettle on the roof</h2></div>'
    record = read(f'<h1 class="page-header">The Salt Box</h1><div class="item-page">{head}{PROSE}</div>')
    assert record.title == "A kettle on the roof"
