"""What the templates of old platforms print around a post, each as its platform printed it."""

import pytest

from importers.inspecting import inspect
from tests.importers.pages import read_page

PROSE = """<p>It was put there by my uncle in the year of the long rain, and nobody has dared to move it since.</p>
<p>We look at it every morning, and it looks back at the house as if the house were the odd one.</p>"""


def read(body, title="A kettle on the roof - The Salt Box"):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "page.html")


def shown(tmp_path, body):
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>A kettle</title></head><body>{body}</body></html>", encoding="utf-8")
    (record,) = inspect([page]).records
    return record


def test_two_breaks_in_a_row_part_what_is_shown_as_paragraphs(tmp_path):
    text = (
        "The kettle stood on the roof all winter long.<br /><br />\nNobody knew<br />\nwhy it was there.<br>&nbsp;<br>"
    )
    body = f'<h3 class="post-title">A kettle</h3><div class="post-body">{text}In spring it fell down.</div>'
    record = shown(tmp_path, body)
    assert record["body"] == [
        "The kettle stood on the roof all winter long.",
        "Nobody knew\nwhy it was there.",
        "In spring it fell down.",
    ]


def test_empty_lines_of_preformatted_text_part_nothing(tmp_path):
    body = f'<h3 class="post-title">A kettle</h3><div class="post-body">{PROSE}<pre>one\n\ntwo</pre></div>'
    assert shown(tmp_path, body)["body"][-1] == "one\n\ntwo"


def test_a_page_is_dated_by_its_own_clock(tmp_path):
    when = '<abbr class="published" title="2009-05-04T22:14:09-05:00">May 4, 2009 10:14 PM</abbr>'
    head = f'<h1 class="entry-title">A kettle</h1><div class="asset-meta"><span class="byline">By Jane on {when}</span>'
    assert shown(tmp_path, f'{head}</div><div class="entry-content">{PROSE}</div>')["published_at"] == (
        "2009-05-04T22:14:09-05:00"
    )


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("May 5, 2009 12:14 AM", "2009-05-05T00:14:09+02:00"),
        ("May 5, 2009", "2009-05-05"),
        ("May 4, 2009 10:14 PM", "2009-05-04T22:14:09+00:00"),
        ("May 4, 2009 10:14", "2009-05-04T22:14:09+00:00"),
        ("August 19, 2016", "2009-05-04T22:14:09+00:00"),
    ],
)
@pytest.mark.parametrize("kept", ["element", "head"])
def test_what_readers_saw_goes_before_a_machines_date_in_another_zone(tmp_path, kept, printed, told):
    stamp = "2009-05-04T22:14:09Z"
    when = f'<time class="entry-date" datetime="{stamp}">{printed}</time>' if kept == "element" else printed
    meta = "" if kept == "element" else f'<meta property="article:published_time" content="{stamp}">'
    body = f'{meta}<h1 class="entry-title">A kettle</h1><p class="entry-meta">{when} by Jane Doe</p>'
    assert shown(tmp_path, f'{body}<div class="entry-content">{PROSE}</div>')["published_at"] == told


def test_the_moment_of_a_change_is_not_the_posts():
    changed = '<time class="updated" datetime="2016-08-19T10:00:00+00:00">August 19, 2016</time>'
    when = '<time class="entry-date published" datetime="2009-05-04T22:14:09+00:00">May 4, 2009</time>'
    body = f'<h1 class="entry-title">A kettle</h1><p class="entry-meta">{changed} {when} by Jane Doe</p>{PROSE}'
    assert read(body).published.iso() == "2009-05-04T22:14:09Z"


@pytest.mark.parametrize(
    "foot",
    [
        "This entry was posted on Monday, May 4th, 2009 at 10:14 pm and is filed under {filed}.",
        "Dieser Beitrag wurde am Montag, 4. Mai 2009 um 22:14 Uhr erstellt und in {filed} abgelegt.",
        "Questo articolo è stato scritto lunedì 4 maggio 2009 alle 22:14 e archiviato in {filed}.",
        "Cet article a été publié le lundi 4 mai 2009 à 22:14 et est classé dans {filed}.",
        "Dit bericht werd geplaatst op maandag 4 mei 2009 om 22:14 in de categorie {filed}.",
        "Esta entrada fue escrita el lunes 4 de mayo de 2009 a las 22:14 y archivada en {filed}.",
        "Este texto foi escrito na segunda-feira, 4 de maio de 2009 às 22:14 e arquivado em {filed}.",
    ],
)
def test_the_sentence_at_the_foot_of_kubrick_dates_the_post_in_whatever_words(foot):
    foot = foot.format(filed='<a rel="category tag">Attic</a>')
    foot = f'<p class="postmetadata alt"><small>{foot} <a href="/feed">RSS 2.0</a></small></p>'
    record = read(f'<div class="post"><h2>A kettle on the roof</h2><div class="entry">{PROSE}{foot}</div></div>')
    assert record.published.iso() == "2009-05-04T22:14:00"
    assert "2009" not in record.body
    assert [term.name for term in record.categories] == ["Attic"]


def test_what_signs_a_post_below_its_text_takes_no_line_of_it():
    text = "The kettle stood on the roof all winter long, and nobody knew why.<br/>I slept.<br/>I slept well."
    by = '<span class="post-author vcard">Posted by <span class="fn">Jane</span></span>'
    foot = f'<div class="post-footer"><div>{by} at <abbr class="published">10:14 PM</abbr></div></div>'
    record = read(
        f'<h2 class="date-header">Monday, May 4, 2009</h2><h3 class="post-title">A kettle</h3>'
        f'<div class="post-body entry-content">{text}</div>{foot}'
    )
    assert record.body.endswith("I slept well.")
    assert (record.author.name, record.published.iso()) == ("Jane", "2009-05-04T22:14:00")


def test_wordpress_first_theme_breaks_its_row_by_a_list_of_categories():
    head = '<h2>5/14/2009</h2><h3 class="storytitle"><a rel="bookmark">A kettle on the roof</a></h3>'
    filed = '<ul class="post-categories"><li><a rel="category">Attic</a></li><li><a rel="category">Tea</a></li></ul>'
    row = f'<div class="meta">Filed under: {filed} &#8212; jane @ 10:14 pm </div>'
    record = read(f'<div id="content">{head}{row}<div class="storycontent">{PROSE}</div></div>')
    assert (record.author.name, record.published.iso()) == ("jane", "2009-05-14T22:14:00")
    assert [term.name for term in record.categories] == ["Attic", "Tea"]


@pytest.mark.parametrize(
    "row",
    [
        "22:14:00, by jane, 214 words &nbsp; Categories: <a>Attic</a>, <a>Tea</a>",
        "22:14:00, Categories: <a>Attic</a>, <a>Tea</a>, 214 words, by jane",
    ],
)
def test_b2evolution_says_who_and_where_behind_the_time(row):
    row = f'<div class="bSmallHead">{row}</div>'
    record = read(f'<h2>05/14/09</h2><div class="bPost">{row}<h3 class="bTitle">A kettle</h3>{PROSE}</div>')
    assert [term.name for term in record.categories] == ["Attic", "Tea"]
    assert (record.author.name, record.published.iso()) == ("jane", "2009-05-14T22:14:00")


def test_the_terms_of_a_line_are_the_links_not_the_words_and_commas_around_them():
    when = '<time datetime="2024-02-18T07:45:00+01:00">18 February 2024</time>'
    by = f'<div class="wp-block-post-date">{when}</div><p>by</p>'
    by += '<div class="wp-block-post-author-name"><a>Jane Doe</a></div>'
    filed = '<div class="wp-block-post-terms"><span>in </span><a href="/category/attic/" rel="tag">Attic</a></div>'
    tags = '<h4>Tags:</h4><ul><li><a rel="tag">tea</a>,</li><li><a rel="tag">tin</a></li></ul>'
    record = read(
        f'<h1 class="entry-title">A kettle</h1>{by}{filed}<div class="entry-content">{PROSE}</div>'
        f'<div class="asset-footer"><div class="entry-tags">{tags}</div></div>'
    )
    assert [term.name for term in record.categories] == ["Attic"]
    assert [term.name for term in record.tags] == ["tea", "tin"]


def test_a_comment_that_nobody_signed_is_a_comment_of_its_own():
    comments = "".join(
        f'<div class="comments-body"><p>{text}</p><span class="comments-post">Posted by: {name} at {when}</span></div>'
        for text, name, when in (
            ("It will rust.", "Peer", "May 5, 2009 07:02 AM"),
            ("Who put it there?", "", "May 5, 2009 08:02 AM"),
            ("He did.", "tin@man", "May 6, 2009 08:02 AM"),
        )
    )
    signed = '<span class="posted">Posted by Jane at May 4, 2009 10:14 PM</span>'
    entry = f'<h2 class="date">May 04, 2009</h2><h3 class="title">A kettle on the roof</h3>{PROSE}{signed}'
    record = read(f'<div class="blogbody">{entry}</div><div class="comments-head">Comments</div>{comments}')
    assert [(c.author.name, c.submitted.iso()[:16]) for c in record.comments] == [
        ("Peer", "2009-05-05T07:02"),
        ("", "2009-05-05T08:02"),
        ("tin@man", "2009-05-06T08:02"),
    ]
    assert record.status == "published"


def test_the_hour_alone_below_a_comment_is_none_of_its_text():
    comment = '<dt class="comment-poster">Peer said...</dt><dd class="comment-body"><p>It will rust.</p></dd>'
    comments = f'<h4>1 Comments:</h4><dl>{comment}<dd class="comment-timestamp"><a>7:02 AM</a>&nbsp;</dd></dl>'
    record = read(f'<h3 class="post-title">A kettle on the roof</h3>{PROSE}<div id="comments">{comments}</div>')
    assert [(c.author.name, c.body, c.submitted) for c in record.comments] == [("Peer", "<p>It will rust.</p>", None)]


def test_ghost_prints_its_authors_card_above_the_text_and_a_word_for_screen_readers():
    card = (
        '<div class="author-card"><div class="bio"><h2>Jane Doe</h2><p>Jane keeps a house by the sea.</p></div></div>'
    )
    image = '<a class="img" href="/author/jane/"><span class="hidden">Jane Doe\'s Picture</span></a>'
    when = '<time class="byline-meta-date" datetime="2019-05-04">4 May 2019</time>'
    meta = f'{card}{image}<h4 class="author-name"><a href="/author/jane/">Jane Doe</a></h4>{when}'
    head = '<section class="post-full-tags"><a href="/tag/attic/">Attic</a></section>'
    head += '<h1 class="post-full-title">Kettles</h1>'
    record = read(
        f'{head}<div class="post-full-byline">{meta}</div><section class="post-full-content">{PROSE}</section>'
    )
    assert (record.title, record.author.name, record.published.iso()) == ("Kettles", "Jane Doe", "2019-05-04")
    assert [term.name for term in record.tags] == ["Attic"]
    assert "Jane" not in record.body


@pytest.mark.parametrize(
    "doubt",
    ["not verified", "non verificato", "niet gecontroleerd", "non vérifié", "nicht überprüft", "no verificado"],
)
@pytest.mark.parametrize(
    "signed",
    [
        '<span class="submitted">Tue, 05/19/2009 - 23:02 &mdash; Peer Holm ({doubt})</span>',
        '<p class="commenter-name"><span class="username">Peer Holm ({doubt})</span></p><p class="comment-time">'
        "Tue, 05/19/2009 - 23:02</p>",
    ],
)
def test_what_drupal_says_of_a_guest_is_none_of_the_name(signed, doubt):
    comment = f'<div class="comment">{signed.format(doubt=doubt)}<h3>Tin</h3><div class="content"><p>It will.</p></div>'
    record = read(f'<h2 class="title">A kettle on the roof</h2>{PROSE}<div id="comments">{comment}</div></div>')
    assert [(c.author.name, c.title) for c in record.comments] == [("Peer Holm", "Tin")]


def comments(*items):
    return (
        f'<h2 class="entry-title">A kettle on the roof</h2><div class="entry-content">{PROSE}</div><div id="comments">'
        f'<h3>{len(items)} Responses to A kettle on the roof</h3><ol class="commentlist">{"".join(items)}</ol></div>'
    )


def test_a_pingback_of_which_a_theme_prints_the_name_alone_counts_and_leaves_the_threads_as_they_are():
    one = (
        '<li class="comment depth-1" id="comment-1"><cite class="fn">Peer</cite> <a>May 5, 2009 at 7:02</a><p>Rust.</p>'
    )
    two = '<li class="comment depth-2" id="comment-2"><cite class="fn">Ines</cite> <a>May 5, 2009 at 8:02</a><p>No.</p>'
    ping = '<li class="post pingback"><p>Pingback: <a href="http://tea.example/9">Pots of the week | Tea</a></p></li>'
    record = read(comments(f"{one}<ul class='children'>{two}</li></ul></li>", "", ping))
    assert [(c.author.name, c.parent) for c in record.comments] == [("Peer", None), ("Ines", 0)]
    assert [(t.title, t.url) for t in record.trackbacks] == [("Pots of the week | Tea", "http://tea.example/9")]


@pytest.mark.parametrize(
    "item",
    [
        '<li id="comment-2"><cite>{who}</cite> Says:<br/><small class="commentmetadata">{when}</small>{text}</li>',
        '<li class="trackback" id="comment-2"><cite class="fn">{who}</cite> <small>{when}</small>{text}</li>',
        '<li class="comment" id="comment-2"><h5>Trackback from: {who} [Visitor]</h5><div class="content">{text}</div>'
        "<small>{when}</small></li>",
    ],
)
def test_the_first_line_of_a_trackback_is_its_title_and_who_sent_it_the_blog(item):
    who, when = '<a href="http://tea.example/2009/05/pots/">Tea Weekly</a>', "May 5, 2009 at 7:02"
    text = "<p><strong>Pots of note</strong></p><p>A woman in Maine has a kettle on her roof, and ...</p>"
    one = '<li class="comment" id="comment-1"><cite>Peer</cite> Says:<br/><small>May 5, 2009 at 6:02</small><p>Oh.</p>'
    record = read(comments(one, item.format(who=who, when=when, text=text)))
    assert [c.author.name for c in record.comments] == ["Peer"]
    assert [(t.kind, t.title, t.blog_name, t.url) for t in record.trackbacks] == [
        ("trackback", "Pots of note", "Tea Weekly", "http://tea.example/2009/05/pots/")
    ]


def test_of_more_than_two_parts_of_a_pingbacks_name_none_is_taken_for_the_blog():
    name = '<a href="http://t.example/p=2">Tea &raquo; Blog Archive &raquo; Pots</a>'
    when = "<small>May 6, 2009 at 7:02</small>"
    ping = f"<li id='comment-2'><cite>{name}</cite> Says:<br/>{when}<p>[...] a kettle [...]</p>"
    one = '<li id="comment-1"><cite>Peer</cite> Says:<br/><small>May 5, 2009 at 6:02</small><p>Rust.</p></li>'
    record = read(comments(one, ping))
    assert [(t.title, t.blog_name) for t in record.trackbacks] == [("Tea » Blog Archive » Pots", "")]


def test_a_page_that_has_no_trackback_says_so_below_their_heading():
    pings = '<div id="trackbacks"><h3>Trackbacks</h3><p>Aucun trackback.</p></div>'
    record = read(f'<h2 class="post-title">Une bouilloire</h2><div class="post-content">{PROSE}</div>{pings}')
    assert record.trackbacks_stated == 0


@pytest.mark.parametrize(
    "row",
    [
        "4 May 2009 in <a>Attic</a>, <a>Tea</a> | <a>Permalink</a> | <a>Comments (0)</a>",
        "04. Mai 2009 in <a>Attic</a>, <a>Tea</a> | <a>Permalink</a>",
        "4 mai 2009 dans <a>Attic</a>, <a>Tea</a> | <a>Lien permanent</a>",
        "4 mayo 2009 en <a>Attic</a>, <a>Tea</a> | <a>Enlace permanente</a>",
    ],
)
def test_typepads_first_templates_end_an_entry_with_its_day_and_its_categories(row):
    record = read(f'<h3 class="entry-header">A kettle</h3><div>{PROSE}</div><p class="posted">{row}</p>')
    assert [term.name for term in record.categories] == ["Attic", "Tea"]
    assert (record.author, record.published.iso()) == (None, "2009-05-04")


@pytest.mark.parametrize("row", ["Filed under: Attic — jane @ 10:14 pm", "Arquivado em: Attic — jane @ 22:14"])
def test_the_hour_behind_who_and_where_belongs_to_the_day_above_the_title(row):
    head = f'<h2>May 4, 2009</h2><h3 class="storytitle">A kettle</h3><div class="meta">{row}</div>'
    record = read(f"<div>{head}<div class='storycontent'>{PROSE}</div></div>")
    assert (record.author.name, record.published.iso()) == ("jane", "2009-05-04T22:14:00")


def test_radio_prints_the_hour_below_an_item_and_no_title_but_the_blogs():
    foot = "<p><a>10:14:22 PM</a> <a>comment []</a> <a>trackback []</a></p>"
    made = "<p>&copy; Copyright 2009 Jane Doe. Click <a>here</a> to visit the Radio UserLand website.</p>"
    record = read(f"<h1>The Salt Box</h1><p>Monday, May 4, 2009</p>{PROSE}{foot}{made}", "The Salt Box")
    assert record.published.iso() == "2009-05-04T22:14:22"
    assert record.fields["title"].rule == "names-the-blog"
    assert record.status == "draft"


@pytest.mark.parametrize("box", ["div", "section", "fieldset"])
def test_a_box_with_a_form_in_the_midst_of_a_text_is_none_of_it(box):
    call = f"<{box} class='zx9'><h4>A letter each Friday</h4><p>Two thousand sitters on porches read it.</p>"
    call += f"<form><input type='email'></form></{box}>"
    record = read(f'<h1 class="entry-title">A kettle</h1><div class="entry-content">{PROSE}{call}{PROSE}</div>')
    assert record.body.count("long rain") == 2
    assert "Friday" not in record.body
    assert "sitters" not in record.body


def test_what_a_page_has_in_its_footer_is_none_of_the_text():
    made = (
        "<footer><a>About</a><p>All this was written by hand and may be read aloud to anyone who listens.</p></footer>"
    )
    record = read(f"<article><h1>A kettle on the roof</h1>{PROSE}<footer>May 4, 2009</footer></article>{made}")
    assert "by hand" not in record.body
    assert record.published.iso() == "2009-05-04"


@pytest.mark.parametrize(
    "changed", ["Ultimo aggiornamento Martedì 12 Maggio 2009 10:00", "Changed | Tuesday, May 12, 2009 10:00"]
)
def test_a_date_below_the_text_gives_way_to_the_one_below_the_title(changed):
    head = '<td class="contentheading">A kettle on the roof</td></tr><tr><td>Written by Jane Doe</td></tr><tr>'
    when = "<td>Monday, 04 May 2009 22:14</td></tr><tr>"
    record = read(f'<table><tr>{head}{when}<td>{PROSE}</td></tr><tr><td class="modifydate">{changed}</td></tr></table>')
    assert (record.author.name, record.published.iso()) == ("Jane Doe", "2009-05-04T22:14:00")


def test_jcomments_puts_votes_number_name_and_date_on_one_line():
    form = (
        '<div class="even" id="comment-item-{n}"><div class="comment-box"><span>+3</span><a id="comment-{n}">#{n}</a> '
    )
    form += '<span class="comment-author">{name}</span> <span class="comment-date">2009-05-0{n} 07:02</span>'
    form += '<div class="comment-body">It will rust.</div></div></div>'
    box = f'<div id="comments"><h4>Comments</h4>{form.format(n=5, name="Peer")}{form.format(n=6, name="Ines")}</div>'
    record = read(f'<h2 class="entry-title">A kettle on the roof</h2>{PROSE}{box}')
    assert [(c.author.name, c.submitted.iso()) for c in record.comments] == [
        ("Peer", "2009-05-05T07:02:00"),
        ("Ines", "2009-05-06T07:02:00"),
    ]


def test_the_address_for_trackbacks_is_no_comment_although_its_class_says_so():
    url = '<div class="comments-body"><p>TrackBack URL for this entry:<br/>http://x.example/cgi-bin/mt-tb.cgi/12</p></div>'
    pings = f'<div class="comments-head">TrackBack</div>{url}<div class="comments-head">Comments</div>'
    signed = '<span class="comments-post">Posted by: Peer at May 13, 2009 07:02 AM</span>'
    record = read(
        f'<h3 class="title">A kettle on the roof</h3>{PROSE}<span class="posted">Posted by Jane at May 4, 2009</span>'
        f'{pings}<div class="comments-body"><p>It will rust.</p>{signed}</div>'
    )
    assert record.trackback_url == "http://x.example/cgi-bin/mt-tb.cgi/12"
    assert [(c.author.name, c.body) for c in record.comments] == [("Peer", "<p>It will rust.</p>")]


def test_a_heading_that_is_all_a_comment_has_of_a_name_is_the_name():
    when = '<p><time datetime="2014-05-05T07:02:00+00:00">5 May 2014, 07:02</time> <a>#</a></p>'
    comment = f'<li class="comment" id="c000012"><article><h4>Peer</h4>{when}<p>It will rust.</p></article></li>'
    record = read(f'<h1 class="entry-title">A kettle</h1>{PROSE}<section id="comments"><ol>{comment}</ol></section>')
    assert [(c.author.name, c.title) for c in record.comments] == [("Peer", "")]


def test_what_livejournal_adds_to_an_entry_is_none_of_it():
    more = '<ul class="metadata"><li><strong>Current Mood:</strong> calm</li></ul>'
    more += '<div class="ljtags"><strong>Tags:</strong> <a rel="tag">tea</a>, <a rel="tag">tin</a></div>'
    record = read(f'<div class="entry"><h2 class="entry-title">A kettle on the roof</h2><div>{PROSE}</div>{more}</div>')
    assert "calm" not in record.body
    assert [term.name for term in record.tags] == ["tea", "tin"]


def test_a_search_and_a_login_above_the_title_are_none(tmp_path):
    boxes = """<div class="block block-search"><form><h2 class="element-invisible">Modulo di ricerca</h2>
    <label>Cerca</label><input name="q"></form></div>
    <div class="block block-user"><h2>Accesso utente</h2><form><label>Nome utente *</label><input>
    <label>Password *</label><input><a href="/r">Crea nuovo profilo</a> <a href="/p">Nuova password</a></form></div>"""
    head = '<h1 class="title" id="page-title">Il bollitore sul tetto</h1>'
    byline = '<div class="submitted">Inviato da Piero il Lun, 04/05/2009 - 21:36</div>'
    prose = PROSE.replace("It was put there", "L’ha messo lì")
    record = shown(tmp_path, f'{boxes}{head}{byline}<div class="content">{prose}</div>')
    assert record["title"] == "Il bollitore sul tetto"


def test_the_word_before_a_name_is_none_of_it_behind_a_number_either():
    said = [("Yves", "4 mai 2009, 13:20"), ("Docteur Sel", "4 mai 2009, 14:02"), ("flo", "5 mai 2009, 07:50")]
    items = "".join(
        f'<dt id="c{n}"><a class="comment-number">{n}</a> De {name} le lundi {when}</dt><dd><p>Oui, {n}.</p></dd>'
        for n, (name, when) in enumerate(said, start=1)
    )
    body = f'<h2 class="post-title">La bouilloire</h2><div class="post-content">{PROSE}</div>'
    record = read(f'{body}<div id="comments"><h3>Commentaires</h3><dl>{items}</dl></div>', "La bouilloire")
    assert [comment.author.name for comment in record.comments] == [name for name, _ in said]
