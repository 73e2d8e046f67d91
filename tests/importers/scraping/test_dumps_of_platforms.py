"""Bare text of pages as old platforms laid them out, in their languages."""

import pytest

from tests.importers.pages import read_page, told

TEXTS = {
    "en": "The ladder stood against the barn for the whole of that winter, and nobody could say who had left it there.",
    "fr": "L’échelle resta tout l’hiver contre la grange, et personne ne savait dire qui l’avait laissée là.",
    "it": "La scala stette tutto l’inverno contro il fienile, e nessuno sapeva dire chi l’avesse lasciata là.",
    "de": "Die Leiter lehnte den ganzen Winter an der Scheune, und niemand wusste, wer sie dort gelassen hatte.",
    "es": "La escalera estuvo todo aquel invierno contra el granero, y nadie supo decir quién la había dejado allí.",
    "pt": "A escada esteve todo aquele inverno encostada ao celeiro, e ninguém sabia dizer quem a deixara ali.",
    "nl": "De ladder stond de hele winter tegen de schuur en niemand wist te zeggen wie hem daar had laten staan.",
}


def read(*lines, between="\n"):
    return read_page(between.join(lines).encode())


def names(terms):
    return [term.name for term in terms]


# Language: day, categories, permalink, heading of all feedback, who commented, that there are no pings.
B2EVOLUTION = {
    "en": ("11/26/06", "Categories", "Permalink", "Comments, Trackbacks, Pingbacks:", "Comment from: {} [Visitor]",
           "No Trackbacks/Pingbacks for this post yet..."),
    "fr": ("26.11.06", "Catégories", "Lien permanent", "Commentaires, Trackbacks, Pingbacks:",
           "Commentaire de: {} [Visiteur]", "Aucun Trackback/Pingback pour cet article..."),
    "it": ("26/11/06", "Categorie", "Permalink", "Commenti, Trackback, Pingback:", "Commento da: {} [Visitatore]",
           "Nessun Trackback/Pingback per questo post..."),
    "de": ("26.11.06", "Kategorien", "Permalink", "Kommentare, Trackbacks, Pingbacks:", "Kommentar von: {} [Besucher]",
           "Für diesen Eintrag gibt es noch keine Trackbacks/Pingbacks..."),
    "es": ("26.11.06", "Categorías", "Enlace permanente", "Comentarios, Trackbacks, Pingbacks:",
           "Comentario de: {} [Visitante]", "No hay Trackbacks/Pingbacks para este post..."),
    "pt": ("26/11/06", "Categorias", "Link permanente", "Comentários, Trackbacks, Pingbacks:",
           "Comentário de: {} [Visitante]", "Sem Trackbacks/Pingbacks para este post..."),
    "nl": ("26-11-06", "Categorieën", "Permalink", "Reacties, Trackbacks, Pingbacks:", "Reactie van: {} [Bezoeker]",
           "Geen Trackbacks/Pingbacks voor dit bericht..."),
}  # fmt: skip


@pytest.mark.parametrize("language", B2EVOLUTION)
@pytest.mark.parametrize("layout", ["row-title", "link-row-title", "title-row", "site-row-title"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_row_of_date_and_category_dates_the_post_and_is_no_title(language, layout, between):
    day, filed, link, heading, who, none = B2EVOLUTION[language]
    parts = {"row": f"{day} @ 11:35:20, {filed}: Farm", "title": "The miller", "link": link, "site": "Rubber Boots"}
    parts["link"] = f"{link} {parts['row']}"
    head = [parts[name] for name in layout.replace("link-row", "link").split("-")]
    record = read(
        *head, TEXTS[language], "A wren.", link, heading, who.format("Peer"), "No.", f"{link} {day} @ 12:40",
        who.format("Ada Finch"), TEXTS[language], f"{link} {day} @ 20:05", none, "powered by b2evolution",
        between=between,
    )  # fmt: skip
    assert (record.title, record.published.iso(), names(record.categories)) == (
        "The miller",
        "2006-11-26T11:35:20",
        ["Farm"],
    )
    assert told(record) == [
        ("Peer", "2006-11-26T12:40:00", None, "No."),
        ("Ada Finch", "2006-11-26T20:05:00", None, TEXTS[language]),
    ]


def test_days_of_one_month_tell_the_year_where_the_page_names_only_others():
    record = read("26-12-10", "The ladder", "Permalink 01:07:00, by Ada, Categories: Farm", "A barn of 1998.",
                  TEXTS["en"], "1 comment", "Comment from: Peer [Visitor]", "So it is.", "27-12-10 @ 08:59",
                  "January 2011", between="\n\n")  # fmt: skip
    assert record.published.iso() == "2010-12-26T01:07:00"
    assert told(record) == [("Peer", "2010-12-27T08:59:00", None, "So it is.")]


@pytest.mark.parametrize(("language", "date"), [("nl", "2010-12-06T08:59:00"), ("en", None), ("fr", None)])
def test_a_lone_date_between_hyphens_is_read_in_dutch_only(language, date):
    record = read("The ladder", TEXTS[language], "1 comment", "Comment from: Peer [Visitor]", "Yes.",
                  "06-12-10 @ 08:59", between="\n\n")  # fmt: skip
    (comment,) = record.comments
    assert (comment.submitted and comment.submitted.iso()) == date


ANSWERED = {
    "en": "Reply to this message", "fr": "Répondre à ce message", "it": "Rispondere a questo messaggio",
    "de": "Auf diese Nachricht antworten", "es": "Responder a este mensaje", "pt": "Responder a esta mensagem",
    "nl": "Op dit bericht antwoorden",
}  # fmt: skip


@pytest.mark.parametrize("language", ANSWERED)
def test_spips_link_to_answer_is_no_part_of_a_message(language):
    messages = ["Messages", "4 May 2009, 10:12, by Peer", "Yes.", ANSWERED[language],
                "5 May 2009, 11:12, by Rui", "No.", ANSWERED[language]]  # fmt: skip
    record = read("The ladder", "4 May 2009 by Ada Finch", TEXTS[language], *messages, between="\n\n")
    assert [(one[0], one[3]) for one in told(record)] == [("Peer", "Yes."), ("Rui", "No.")]


@pytest.mark.parametrize(
    ("language", "closing", "author"),
    [
        ("fr", "Ce contenu a été publié dans Ferme par Ada Finch le 4 mai 2009.", "Ada Finch"),
        ("fr", "Ce contenu a été publié dans Ferme, et marqué avec mésange. Vous pouvez le mettre en favoris avec ce"
               " permalien.", None),
        ("de", "Dieser Beitrag wurde von Ada Finch unter Hof veröffentlicht. Setze ein Lesezeichen für den Permalink.",
         "Ada Finch"),
    ],
)  # fmt: skip
def test_the_sentence_that_closes_a_post_names_author_and_category(language, closing, author):
    record = read("The ladder", "4 May 2009", TEXTS[language], closing, "1 Comment", "Peer 5 May 2009 at 10:12", "Yes.",
                  between="\n\n")  # fmt: skip
    assert (record.author and record.author.name, record.body) == (author, TEXTS[language])
    assert names(record.categories) == ["Ferme" if language == "fr" else "Hof"]


def test_a_few_words_below_the_last_attribution_are_a_comment():
    record = read("The ladder", "4 May 2009", TEXTS["en"], "2 Comments", "Gus said:", TEXTS["en"], "Peer said:",
                  "Indeed :-)", "Leave a comment", "Monthly Archives", between="\n\n")  # fmt: skip
    assert [(one[0], one[3]) for one in told(record)] == [("Gus", TEXTS["en"]), ("Peer", "Indeed :-)")]


def test_the_number_of_a_comment_is_no_part_of_its_date():
    record = read("The ladder", "Posted by Ada Finch on 4 May 2009", TEXTS["en"], "Comments",
                  "1. On June 8, 2009 at 23:48, by the other Tom", "Yes.",
                  "2. On June 9, 2009 at 10:48, by Gus Marlow :: site", "No.", between="\n\n")  # fmt: skip
    assert [one[0] for one in told(record)] == ["the other Tom", "Gus Marlow"]


# Language, heading, the two items of a list of trackbacks as Dotclear 2 numbers them, the names of their blogs.
DOTCLEAR = [
    ("fr", "La discussion continue ailleurs", "1 De {} - 07/05/2009, 10:05", "2 De {} - 13/05/2009, 11:10",
     ("Thé du soir", "Carnet du toit")),
    ("fr", "Rétroliens", "1 De {} le jeudi 7 mai 2009, 10:05", "2 De {} le mercredi 13 mai 2009, 11:10",
     ("Thé du soir", "Carnet du toit")),
    ("fr", "Trackbacks", "1. Le jeudi 7 mai 2009, 10:05 par {}", "2. Le mercredi 13 mai 2009, 11:10, par {}",
     ("Thé du soir", "Carnet du toit")),
    ("fr", "2 rétroliens", "1 De {} - 07/05/2009, 10:05", "2 De {} - 13/05/2009, 11:10",
     ("Thé du soir", "Carnet du toit")),
    ("en", "They posted on the same topic", "1 From {} - Thursday, May 7 2009, 10:05",
     "2 From {} - Wednesday, May 13 2009, 11:10", ("Evening Tea", "The Roof Notes")),
    ("en", "Trackbacks", "1. On Thursday, May 7 2009, 10:05 by {}", "2. On Wednesday, May 13 2009, 11:10 by {}",
     ("Evening Tea", "The Roof Notes")),
    ("es", "La discusión continúa en otros sitios", "1 De {} - 07/05/2009, 10:05", "2 De {} - 13/05/2009, 11:10",
     ("Té de tarde", "El desván")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "heading", "first", "second", "blogs"), DOTCLEAR)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_dotclear_2_numbers_trackbacks_by_blog_and_date(language, heading, first, second, blogs, between):
    record = read("The kettle", "Par Solange le mardi 5 mai 2009, 18:42 - Cuisine", TEXTS[language], "Commentaires",
                  "1. Le mercredi 6 mai 2009, 09:12 par Gaspard", "Mmh.", heading, first.format(blogs[0]),
                  "A kettle again", "Solange has one...", second.format(blogs[1]), "Roofs and cats",
                  "The gutter sings.", between=between)  # fmt: skip
    assert [(ping.blog_name, ping.title, ping.excerpt, ping.received.iso()) for ping in record.trackbacks] == [
        (blogs[0], "A kettle again", "Solange has one...", "2009-05-07T10:05:00"),
        (blogs[1], "Roofs and cats", "The gutter sings.", "2009-05-13T11:10:00"),
    ]
    assert [(one[0], one[3]) for one in told(record)] == [("Gaspard", "Mmh.")]


@pytest.mark.parametrize(
    ("excerpt", "bare"),
    [
        ("Somebody has put a kettle on a roof... [Read More]", "Somebody has put a kettle on a roof..."),
        ("Somebody has put a kettle on a roof Read More", "Somebody has put a kettle on a roof"),
        ("Jemand hat einen Kessel aufs Dach gestellt Mehr", "Jemand hat einen Kessel aufs Dach gestellt"),
        ("Il y a une bouilloire sur le toit. Lire la suite", "Il y a une bouilloire sur le toit."),
        ("Qualcuno ha messo una pentola sul tetto... Leggi tutto »", "Qualcuno ha messo una pentola sul tetto..."),
        ("Alguien puso una tetera en el tejado [leer más]", "Alguien puso una tetera en el tejado"),
        ("There was so much that I could not read more", "There was so much that I could not read more"),
        ("Auf dem Dach standen noch viel mehr", "Auf dem Dach standen noch viel mehr"),
    ],
)
def test_the_link_to_the_whole_text_is_no_part_of_an_excerpt(excerpt, bare):
    record = read("The ladder", "Posted by Ada Finch on May 4, 2009", TEXTS["en"], "TrackBack",
                  "Listed below are links to weblogs that reference The ladder:", "» Kettles again from Tea Weekly",
                  excerpt, "Tracked on May 7, 2009 10:05 AM", "Comments", "Yes.",
                  "Posted by: Peer at May 8, 2009 10:05 AM", between="\n\n")  # fmt: skip
    assert [(ping.title, ping.blog_name, ping.excerpt) for ping in record.trackbacks] == [
        ("Kettles again", "Tea Weekly", bare)
    ]
    fields = record.trackbacks[0].fields
    assert ("excerpt" in fields) == (excerpt != bare)
    assert excerpt == bare or fields["excerpt"].raw == excerpt


def test_a_single_word_below_the_tags_is_a_tag_though_links_to_the_whole_text_say_it():
    record = read("The ladder", "Posted by Ada Finch on May 4, 2009", TEXTS["en"], "Tags\nferries\nmore\ncontinua",
                  "Leave a comment", between="\n\n")  # fmt: skip
    assert names(record.tags) == ["ferries", "more", "continua"]


TEXTPATTERN = {"en": ("Sep 19, 10:06 pm by", "Sep 20, 08:11 am"), "de": ("19. Sep, 22:06 von", "20. Sep, 08:11"),
               "fr": ("19 sept, 22:06 par", "20 sept, 08:11"), "it": ("19 set, 22:06 di", "20 set, 08:11")}  # fmt: skip


@pytest.mark.parametrize("language", TEXTPATTERN)
@pytest.mark.parametrize("feeds", ["RSS / Atom", "RSS/Atom", "Atom / RSS"])
@pytest.mark.parametrize("above", [True, False])
def test_textpatterns_title_stands_with_author_and_a_date_without_its_year(language, feeds, above):
    when, later = TEXTPATTERN[language]
    head, foot = ([feeds], []) if above else ([], [feeds])
    record = read(*head, "Rubber Boots", "Notes from a farm", f"The ladder · {when} Ada Finch", TEXTS[language],
                  "Comments", "Burn it.", f"— Peer · {later} · #", "Was it dry?", f"— M. Lacey · {later} · #", *foot,
                  between="\n\n")  # fmt: skip
    assert (record.title, record.author.name, record.published) == ("The ladder", "Ada Finch", None)
    assert record.body == TEXTS[language]
    assert [(one[0], one[3]) for one in told(record)] == [("Peer", "Burn it."), ("M. Lacey", "Was it dry?")]


def test_textpatterns_heading_of_one_comment_is_no_field_of_a_form():
    record = read("RSS / Atom", "The ladder · 19 Sep 2005, 22:06 by Ada Finch", TEXTS["en"], "Comment", "Burn it.",
                  "— Peer · 20 Sep 2005, 08:11 · #", between="\n\n")  # fmt: skip
    assert told(record) == [("Peer", "2005-09-20T08:11:00", None, "Burn it.")]


def test_the_field_of_a_form_heads_no_comments_though_a_column_of_dates_stands_below():
    record = read("The ladder", "Posted by Ada Finch on 19 Sep 2005", TEXTS["en"], "Leave a comment", "Name", "Email",
                  "Comment", "Submit", "Recent posts", "Roofs 20 Sep 2005", "Kettles 21 Sep 2005",
                  between="\n\n")  # fmt: skip
    assert record.comments == ()


@pytest.mark.parametrize("picture", ["Gravatar ", "Gravatar\n", ""])
def test_haloscans_pictures_are_no_word_of_a_comment(picture):
    record = read("Rubber Boots", "The ladder", TEXTS["en"], "Posted by Ada Finch on May 4, 2004 at 10:12 PM",
                  "Comments (2) | Trackback", "Comments:", f"{picture}Burn it, and then burn the barn.",
                  "Peer | 05.15.04 - 8:11 am | #", f"{picture}Was it dry? Ours never is.",
                  "M. Lacey | Homepage | 05.16.04 - 1:37 pm | #", "Commenting by HaloScan", between="\n")  # fmt: skip
    assert told(record) == [
        ("Peer", "2004-05-15T08:11:00", None, "Burn it, and then burn the barn."),
        ("M. Lacey", "2004-05-16T13:37:00", None, "Was it dry? Ours never is."),
    ]
    assert [rest.role for rest in record.leftover if "HaloScan" in rest.text] == ["powered"]


def test_who_posted_between_two_counts_is_no_comment_without_a_text():
    record = read("Rubber Boots", "Tuesday, May 04, 2004", "The ladder", TEXTS["en"], "Comments (3) | Trackback",
                  "posted by Ada at 10:12 PM", "Comments (3) | Trackback", between="\n\n")  # fmt: skip
    assert (record.comments, record.comments_stated, record.status) == ((), 3, "draft")


@pytest.mark.parametrize("name", ["the other Tom", "The Roof Notes", "Le Fantôme", "El desván"])
@pytest.mark.parametrize("line", ["2 {} 9 June 2009 at 10:12", "9 June 2009 | {}"])
def test_an_article_before_a_name_is_part_of_it(name, line):
    record = read("The ladder", "Posted by Ada Finch on 4 May 2009", TEXTS["en"], "2 Comments",
                  line.format("Gus Marlow").replace("2 ", "1 ", 1), "Yes.", line.format(name), "No.",
                  between="\n\n")  # fmt: skip
    assert [one[0] for one in told(record)] == ["Gus Marlow", name]


def test_dutch_days_are_read_where_both_ends_may_be_the_year_that_the_page_names():
    record = read("14-04-14", "De ladder", "Permalink 02:39:00, door Ada, Categorieën: Hof", TEXTS["nl"], "1 reactie",
                  "Reactie van: Peer [Bezoeker]", "Zo is het.", "16-04-14 @ 08:40", "mei 2014",
                  between="\n\n")  # fmt: skip
    assert record.published.iso() == "2014-04-14T02:39:00"
    assert told(record) == [("Peer", "2014-04-16T08:40:00", None, "Zo is het.")]


def test_the_mark_of_an_author_in_spanish_and_portuguese_is_no_part_of_a_name():
    record = read("The ladder", "4 May 2009", TEXTS["es"], "2 comentarios",
                  "Eloy Carrizo Autor de la entrada 23 septiembre, 2012 a las 08:59", "Es mía.",
                  "Peer 24 septiembre, 2012 a las 08:59", "No.", between="\n\n")  # fmt: skip
    assert [one[0] for one in told(record)] == ["Eloy Carrizo", "Peer"]


def test_italian_trackbacks_stand_below_the_sentence_that_lists_them():
    record = read("La scala", "Inviato da Ada Finch il 4 maggio 2007", TEXTS["it"], "Trackback",
                  "URL per il TrackBack a questo intervento:", "http://boots.example/mt-tb.cgi/3220",
                  "Di seguito sono elencati i weblog che fanno riferimento a La scala:",
                  "» Il traghetto da Quotidiano", "un racconto sul forno [Leggi il resto]",
                  "Rilevato il 11 maggio 2007 06:21", "Commenti", "Vero.",
                  "Inviato da: Peer il 12 maggio 2007 06:21", between="\n\n")  # fmt: skip
    assert [(ping.title, ping.blog_name, ping.excerpt) for ping in record.trackbacks] == [
        ("Il traghetto", "Quotidiano", "un racconto sul forno")
    ]
    assert [(one[0], one[3]) for one in told(record)] == [("Peer", "Vero.")]
