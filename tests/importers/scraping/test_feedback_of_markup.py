"""Comments and trackbacks as templates mark them: whose they are, what they answer, which list they stand in."""

import pytest

from tests.importers.pages import read_page

POST = (
    "<h2>A kettle on the roof</h2><div class='entry-content'><p>It was put there by my uncle in the year of the long"
    " rain, and nobody has dared to bring it down.</p><p>Every spring a pair of sparrows moves in, and we count the"
    " eggs from the attic window.</p></div>"
)


def read(markup):
    return read_page(f"<!DOCTYPE html><html><head></head><body>{POST}{markup}</body></html>".encode(), "page.html")


def told(record):
    return [(comment.author.name, comment.parent) for comment in record.comments]


def serendipity(number, name, trace, joint):
    return (
        f'<div id="serendipity_comment_{number}" class="serendipity_comment"><div class="serendipity_commentBody">'
        f'The spout faces west, says message {number}.</div><div class="serendipity_comment_source">'
        f'<a class="comment_source_trace" href="#c{number}">#{trace}</a> <span class="comment_source_author">'
        f"{name}</span> {joint} "
        f'<span class="comment_source_date">03.04.2007 22:51</span></div></div>'
    )


@pytest.mark.parametrize("joint", ["sur", "am", "kell"])
def test_serendipity_marks_who_wrote_whatever_word_joins_name_and_date(joint):
    record = read(
        '<div class="serendipity_comments serendipity_section_comments">'
        '<div class="serendipity_commentsTitle">Commentaires</div>'
        f"{serendipity(7, 'Odile', '1', joint)}{serendipity(8, 'Bastien', '1.1', joint)}</div>"
    )
    assert told(record) == [("Odile", None), ("Bastien", 0)]


def test_serendipity_s_section_of_trackbacks_holds_no_comments():
    record = read(
        '<div class="serendipity_comments serendipity_section_trackbacks">'
        '<div class="serendipity_commentsTitle">Rétroliens</div><div class="serendipity_comment">'
        '<strong><a href="http://tea.example/roof">Kettles of note</a></strong><br />Somebody keeps sparrows in one.'
        '<div class="serendipity_comment_source"><strong>Weblog:</strong> Tea Weekly<br />'
        "<strong>Suivi:</strong> avr 06, 10:12</div></div></div>"
        f'<div class="serendipity_comments"><div class="serendipity_commentsTitle">Commentaires</div>'
        f"{serendipity(7, 'Odile', '1', 'sur')}</div>"
    )
    assert told(record) == [("Odile", None)]
    (ping,) = record.trackbacks
    assert (ping.title, ping.blog_name, ping.url) == ("Kettles of note", "Tea Weekly", "http://tea.example/roof")
    assert ping.excerpt == "Somebody keeps sparrows in one."


def wordpress(number, name, inner=""):
    return (
        f'<li class="comment" id="li-comment-{number}"><article id="comment-{number}" class="comment"><cite class="fn">'
        f'{name}</cite> <time datetime="2011-11-20T10:04:00">20 November 2011 at 10:04</time>'
        f'<div class="comment-content"><p>I can see it from number {number}.</p></div></article>{inner}</li>'
    )


def test_a_pingback_among_the_comments_moves_no_answer_to_somebody_else():
    ping = '<li class="post pingback"><p>Pingback: <a href="http://tea.example/" class="url">Tea Weekly</a></p></li>'
    record = read(
        f'<ol class="commentlist">{wordpress(80, "Odile")}{ping}'
        f"{wordpress(84, 'Bastien', '<ul class=children>' + wordpress(85, 'Carla') + '</ul>')}</ol>"
    )
    assert told(record) == [("Odile", None), ("Bastien", None), ("Carla", 1)]
    assert not [issue for issue in record.issues if issue.code == "orphan-comment"]


def spip(number, name, inner=""):
    return (
        f'<li><div class="forum-fil"><div class="forum-chapo"><strong class="forum-titre"><a href="#forum{number}">'
        f"Bouilloire {number}</a></strong><br /><small>4 mai 2006, par {name}</small></div>"
        f'<div class="forum-texte"><p>Elle siffle depuis le matin {number}.</p><p class="forum-repondre-message">'
        f'<a href="#">Répondre à ce message</a></p></div></div>{inner}</li>'
    )


def test_the_lists_of_spip_s_forums_say_who_answers_whom():
    nested = spip(102, "Bastien", f"<ul>{spip(107, 'Carla')}</ul>")
    record = read(
        f'<h2>Vos commentaires</h2><ul class="forum">{spip(101, "Odile", f"<ul>{nested}</ul>")}'
        f"{spip(110, 'Denis')}</ul>"
    )
    assert told(record) == [("Odile", None), ("Bastien", 0), ("Carla", 1), ("Denis", None)]
    assert [comment.title for comment in record.comments] == [f"Bouilloire {n}" for n in (101, 102, 107, 110)]
    assert "Répondre" not in record.comments[0].body


def test_a_heading_that_is_marked_as_the_writer_is_no_subject():
    record = read(
        '<div class="comments-block"><div class="comments-header comment-count">Kommentar (1)</div>'
        '<div class="comment-list"><div class="comment" id="comment-5bc1f"><div class="comment-header">'
        '<h5 class="author">Odile Roth</h5><div class="date">Vor 3 Jahren · 0 Gefällt mir</div></div>'
        '<div class="comment-body"><p>Er pfeift noch immer.</p><p>Ich habe ihn gehört.</p></div></div></div></div>'
    )
    assert told(record) == [("Odile Roth", None)]


CANALBLOG = (
    '<div class="blogbody"><div class="dateheader">03 octobre 2007</div><h3>La bouilloire du toit</h3>'
    '<div class="itembody"><p>Mon oncle l’a posée là l’année de la longue pluie, et personne n’a osé la descendre.'
    " Au printemps, deux moineaux s’y installent et nous comptons les œufs.</p></div>"
    '<div class="itemfooter">Posté par Odile à 10:12 - <a href="#">Cuisine</a> -'
    ' <a href="#trackbacks">Rétroliens [1]</a> - <a href="#">Permalien [<b>#</b>]</a></div></div>'
    '<div class="blogbody"><h2>Commentaires</h2><div class="comment"><h4>Bravo</h4><p>Nous aussi avions une bouilloire'
    ' sur le toit.</p><div class="itemfooter">Posté par Bastien, 03 octobre 2007 à 12:13</div></div></div>'
    '<div class="blogbody"><h2>Rétroliens</h2><div>URL pour faire un rétrolien vers ce message :<br>'
    "http://blog.example/tb/?pid=64</div><h3>Liens vers des weblogs qui référencent ce message :</h3>"
    '<div class="trackback"><a href="http://the.example/1.html">Bouilloires célèbres</a><br>Quelqu’un y loge des'
    " moineaux depuis deux ans.<br>Rétrolien envoyé par Thé du matin, 05 octobre 2007 à 08:30</div></div>"
)


def test_canalblog_s_blocks_of_feedback_are_no_other_posts():
    page = f"<html><head><title>La bouilloire du toit</title></head><body>{CANALBLOG}</body></html>"
    record = read_page(page.encode(), "page.html")
    assert [(comment.author.name, comment.title) for comment in record.comments] == [("Bastien", "Bravo")]
    (ping,) = record.trackbacks
    assert (ping.title, ping.blog_name) == ("Bouilloires célèbres", "Thé du matin")
    assert (record.trackback_url, record.trackbacks_stated) == ("http://blog.example/tb/?pid=64", 1)


def test_movable_type_s_list_of_trackbacks_in_the_class_of_comments_holds_no_comments():
    ping = (
        '&raquo; <a href="http://tea.example/{n}">Kettles of note, {n}</a> from Tea Weekly<br>Somebody keeps sparrows'
        ' in one.... <a href="http://tea.example/{n}">[Read More]</a><br><br><span class="comments-post">Tracked on'
        " February {n}, 2003 12:10 PM</span><br><br>"
    )
    record = read(
        '<div class="comments-head">Trackback Pings</div><div class="comments-body">TrackBack URL for this entry:<br>'
        f"http://attic.example/mt-tb.cgi/9<br><br>{ping.format(n=19)}{ping.format(n=20)}</div>"
        '<div class="comments-head">Comments</div><div class="comments-body"><p>I can see it from here.</p>'
        '<span class="comments-post">Posted by: Odile at February 19, 2003 08:14 AM</span></div>'
    )
    assert told(record) == [("Odile", None)]
    assert [(ping.title, ping.blog_name, ping.received.iso()) for ping in record.trackbacks] == [
        (f"Kettles of note, {n}", "Tea Weekly", f"2003-02-{n}T12:10:00") for n in (19, 20)
    ]


def test_movable_type_4_in_german_names_the_blog_first():
    record = read(
        '<div class="trackbacks"><h2>1 TrackBack</h2><div class="trackback" id="ping-12"><div class="trackback-header">'
        'Von Teeblatt zu <a href="http://tea.example/roof">Von Kesseln und Dächern</a> am 19.05.08 22:10</div>'
        '<div class="trackback-content"><p>Jemand hält Spatzen darin... <a href="http://tea.example/roof">Mehr</a></p>'
        "</div></div></div>"
    )
    (ping,) = record.trackbacks
    assert (ping.title, ping.blog_name) == ("Von Kesseln und Dächern", "Teeblatt")


@pytest.mark.parametrize("words", ["Trackback von:", "Trackback de :", "Trackback da:", "Trackback van:"])
def test_b2evolution_lists_trackbacks_among_the_comments(words):
    record = read(
        '<h4>Kommentare, Trackbacks, Pingbacks:</h4><div class="bComment"><div class="bCommentTitle">Kommentar von:'
        ' Odile [Besucher]</div><div class="bCommentText"><p>Ich sehe ihn von hier.</p></div>'
        '<div class="bCommentSmallPrint">12.06.06 @ 22:05</div></div>'
        f'<div class="bComment"><div class="bCommentTitle">{words} '
        '<a href="http://tea.example/roof">Teeblatt</a></div><div class="bCommentText"><strong>Kesselzeit</strong>'
        '<br />Jemand hält Spatzen darin.</div><div class="bCommentSmallPrint">14.06.06 @ 09:26</div></div>'
    )
    assert told(record) == [("Odile", None)]
    (ping,) = record.trackbacks
    assert (ping.kind, ping.title, ping.blog_name) == ("trackback", "Kesselzeit", "Teeblatt")


def test_the_article_of_a_blog_s_name_belongs_to_it():
    record = read(
        '<div id="pings"><h3>Trackbacks</h3><dl><dt id="c190" class="odd first"><a href="#c190">1.</a> El domingo 13 de'
        ' enero de 2008, 18:20 por <a href="http://tea.example/roof">El samovar</a></dt><dd><p><strong>Inventarios'
        "</strong></p><p>En el tejado tienen una tetera de más.</p></dd></dl></div>"
    )
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [("Inventarios", "El samovar")]


def test_who_said_a_quotation_belongs_to_the_text_and_an_image_s_caption_does_not():
    record = read_page(
        b"<html><body><h1>A kettle on the roof</h1><div class='entry-content'><p>It was put there by my uncle in the"
        b" year of the long rain, and nobody has dared to bring it down.</p><figure><blockquote>It whistles at night."
        b"</blockquote><figcaption>my aunt, at breakfast</figcaption></figure><figure><img src='k.jpg'>"
        b"<figcaption>The roof in May</figcaption></figure></div></body></html>",
        "page.html",
    )
    assert "my aunt" in record.body
    assert "The roof in May" not in record.body


def test_all_items_of_a_list_of_tags_are_tags():
    record = read(
        '<div class="td-post-source-tags"><ul class="td-tags"><li><span>TAGS</span></li><li><a href="#">Old Town</a>'
        '</li><li><a href="#">kettles</a></li></ul></div>'
    )
    assert [term.name for term in record.tags] == ["Old Town", "kettles"]


@pytest.mark.parametrize("address", ["Trackback-URL für diesen Eintrag", "Trackback specific URI for this entry"])
def test_the_link_to_send_trackbacks_to_is_no_title_of_the_first(address):
    record = read(
        '<div class="serendipity_comments serendipity_section_trackbacks"><div class="serendipity_commentsTitle">'
        f'Trackbacks</div><div class="serendipity_center"><a rel="nofollow" href="http://a.example/trackback?id=4">'
        f"{address}</a></div>"
        '<div class="serendipity_comment serendipity_trackback" id="c10"><a><strong>A quiet ferry</strong></a><br />'
        'what happens when nobody minds the oven<br /><div class="serendipity_trackback_source">Weblog: Salt Box<br />'
        "Tracked: Jul 27, 21:44</div></div></div>"
    )
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [("A quiet ferry", "Salt Box")]


@pytest.mark.parametrize("said", ["dijo:", "disse:", "ha detto:"])
def test_the_word_for_saying_in_the_element_of_a_name_is_none_of_it(said):
    markup = "".join(serendipity(number, f"{name} {said}", trace, "")
                     for number, name, trace in ((7, "Odile", "1"), (8, "J. P. Rojas", "2")))  # fmt: skip
    record = read(f'<div class="serendipity_commentsTitle">Comentarios</div>{markup}')
    assert [name for name, _ in told(record)] == ["Odile", "J. P. Rojas"]


def test_the_dutch_link_to_answer_below_each_comment_heads_no_answers():
    comments = "".join(
        f'<div class="comment" id="comment-60{n}"><div class="comment-header"><span class="vcard author">{name}</span>'
        f' zei:<br />{n} februari 2007 7:30</div><div class="comment-content"><p>Zeg dat wel, {name}.</p></div>'
        '<div class="comment-footer"><a>Antwoorden</a></div></div>'
        for n, name in enumerate(("Kasper", "Lili", "Dr. Klein"), start=1)
    )
    assert told(read(f'<div id="comments"><h2>3 reacties</h2>{comments}</div>')) == [
        ("Kasper", None), ("Lili", None), ("Dr. Klein", None),
    ]  # fmt: skip


def movable_type(number, name, answering=""):
    return (
        f'<div class="comment" id="comment-{number}"><div class="comment-header"><span class="byline">'
        f'<span class="vcard author">{name}</span> {answering or "a dit :"}</span>'
        f' <a href="#comment-{number}"><abbr class="published" title="2009-03-11T09:1{number % 10}:55+01:00">11 mars'
        f'</abbr></a></div><div class="comment-content"><p>The spout faces west, says message {number}.</p></div></div>'
    )


@pytest.mark.parametrize("word", ["en réponse au commentaire de", "reageerde op reactie van", "kvikkede til"])
def test_a_link_to_another_comment_in_the_head_says_which_is_answered(word):
    comments = movable_type(31, "Odile") + movable_type(32, "Le sacristain")
    answer = movable_type(35, "Bastien", f'{word} <a href="/2009/kettle.html#comment-31">Odile</a>')
    record = read(f'<div id="comments"><h2 class="comments-header">3 Commentaires</h2>{comments}{answer}</div>')
    assert told(record) == [("Odile", None), ("Le sacristain", None), ("Bastien", 0)]
