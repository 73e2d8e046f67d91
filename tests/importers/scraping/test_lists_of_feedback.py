"""Lists of trackbacks and comments in the forms of old platforms."""

from tests.importers.pages import read_page

PROSE = "It was put there by my uncle in the year of the long rain, and nobody has dared to bring it down since."


def test_a_numbered_attribution_heads_a_trackback_and_the_line_below_is_its_title():
    pings = (
        "<dl><dt>1. Monday, May 4 2009, 10:00 by Tea Weekly</dt>"
        "<dd><p><b>Kettles, again</b></p><p>Jane has one on her roof.</p></dd></dl>"
        '<p>Trackback URL: http://salt.example/trackback/9</p><p><a href="/feed">Comments feed for this post</a></p>'
    )
    record = read_page(
        f'<html><body><h2 class="post-title">A kettle</h2><div class="post-content"><p>{PROSE}</p><p>{PROSE}</p></div>'
        f'<div id="pings"><h3>Trackbacks</h3>{pings}</div></body></html>'.encode(),
        "page.html",
    )
    (ping,) = record.trackbacks
    assert (ping.title, ping.blog_name, ping.excerpt) == ("Kettles, again", "Tea Weekly", "Jane has one on her roof.")
    assert ping.received.iso() == "2009-05-04T10:00:00"


def test_the_word_before_a_portuguese_name_is_none_of_it_and_the_forms_heading_no_comment():
    record = read_page(
        f"Uma chaleira\n\n04/05/2009 - 23:02 por Jane Doe\n\n{PROSE}\n\nComentários (2)\n\n"
        "De Ines a 5 de Maio de 2009 às 08:12\nVai enferrujar.\n\n"
        "De Tomás a 5 de Maio de 2009 às 10:00\nDeixem-na estar.\n\nComentar post\n".encode()
    )
    said = [(comment.author.name, comment.body) for comment in record.comments]
    assert said == [("Ines", "Vai enferrujar."), ("Tomás", "Deixem-na estar.")]


def test_a_blog_with_a_preposition_in_its_name_pings_below_a_heading_though_its_line_is_like_a_comments():
    record = read_page(
        f"Une bouilloire\n\nPar Solange le mardi 5 mai 2009, 18:42 - Cuisine\n\n{PROSE}\n\nCommentaires\n\n"
        "1. Le mercredi 6 mai 2009, 09:12 par Gaspard\n\nElle va rouiller.\n\nLa discussion continue ailleurs\n\n"
        "1. Le jeudi 7 mai 2009, 10:05 par Thé de l'après-midi\n\nEncore une bouilloire\n\nSolange en a une...\n\n"
        "2. Le vendredi 8 mai 2009, 11:10 par Carnet du toit\n\nDes toits\n\nIl pleut.\n\n"
        "URL de rétrolien : http://carnet.example/trackback/214\n".encode()
    )
    assert [(one.author.name, one.body) for one in record.comments] == [("Gaspard", "Elle va rouiller.")]
    pings = [(one.blog_name, one.title, one.excerpt, one.received.iso()) for one in record.trackbacks]
    assert pings == [
        ("Thé de l'après-midi", "Encore une bouilloire", "Solange en a une...", "2009-05-07T10:05:00"),
        ("Carnet du toit", "Des toits", "Il pleut.", "2009-05-08T11:10:00"),
    ]
