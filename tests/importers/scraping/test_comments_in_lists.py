"""Comments in lists of terms, counts in words of a theme's own, and mentions counted apart."""

import pytest

from tests.importers.pages import paragraphs, read_page

POST = (
    "<h2 class='entry-title'>A kettle on the roof</h2><div class='entry-content'><p>It was put there by my uncle in the"
    " year of the long rain, and nobody has dared to bring it down.</p><p>Every spring a pair of sparrows moves in, and"
    " we count the eggs from the attic window.</p></div>"
)


def read(markup):
    return read_page(f"<!DOCTYPE html><html><head></head><body>{POST}{markup}</body></html>".encode(), "page.html")


def told(record):
    return [
        (comment.author.name, comment.parent, " ".join(paragraphs(comment.body, comment.body_format)))
        for comment in record.comments
    ]


def blogger(number, name, when):
    return (
        f"<dt class='comment-author' id='c{number}'><a name='c{number}'></a>{name}</dt><dd class='comment-body'><p>It"
        f" whistles, says number {number}.</p></dd><dd class='comment-footer'><span class='comment-timestamp'>"
        f"<a href='#c{number}'>{when}</a></span></dd>"
    )


@pytest.mark.parametrize(
    ("verb", "when"),
    [
        ("ha borbottato...", "9 febbraio 2010 12:31"),
        ("muttered...", "February 9, 2010 12:31 PM"),
        ("brummte:", "9. Februar 2010 um 12:31"),
        ("a grommelé…", "9 février 2010 12:31"),
    ],
)
def test_the_terms_of_a_list_open_comments_whatever_verb_follows_the_names(verb, when):
    names = ("Olga Brandt", "the man of the mill", "Olga Brandt")
    rows = "".join(blogger(number, f"{name} {verb}", when) for number, name in enumerate(names, start=4101))
    record = read(f"<div class='comments' id='comments'><h4>3 voices:</h4><dl id='comments-block'>{rows}</dl></div>")
    assert told(record) == [
        (name, None, f"It whistles, says number {number}.") for number, name in enumerate(names, start=4101)
    ]
    assert record.comments_stated == 3
    assert all(comment.submitted for comment in record.comments)


def test_a_single_term_loses_its_verb_and_a_name_in_small_letters_stays():
    page = "<div id='comments'><dl>{}</dl></div>"
    when = "February 9, 2010 12:31 PM"
    (one,) = read(page.format(blogger(4101, "Olga Brandt muttered...", when))).comments
    (other,) = read(page.format(blogger(4101, "olga brandt...", when))).comments
    assert (one.author.name, other.author.name) == ("Olga Brandt", "olga brandt")


def thesis(number, name, inner=""):
    return (
        f'<dt id="comment-{number}" class="comment"><span class="comment_author">{name}</span> <span'
        f' class="comment_time"><a href="#comment-{number}">2 settembre 2011 alle 7:44</a></span></dt>'
        f'<dd class="comment"><div class="format_text"><p>Fischia, dice il {number}.</p></div>{inner}</dd>'
    )


def test_a_list_within_a_description_answers_the_term_above_it():
    deepest = f'<dl class="children">{thesis(4103, "Rita M.")}</dl>'
    answers = f'<dl class="children">{thesis(4102, "Dario", deepest)}</dl>'
    rows = thesis(4101, "Rita M.", answers) + thesis(4104, "Ugo")
    record = read(f'<div id="comments"><p>Voci</p><dl id="comment_list">{rows}</dl></div>')
    assert [(name, parent) for name, parent, _ in told(record)] == [
        ("Rita M.", None),
        ("Dario", 0),
        ("Rita M.", 1),
        ("Ugo", None),
    ]


def test_dotclear_s_terms_say_who_and_when_and_its_descriptions_what():
    rows = "".join(
        f'<dt id="c{number}"><a href="#c{number}" class="comment-number">{place}.</a> Le lundi 4 mai 2009, 10:1{place}'
        f" par {name}</dt><dd><p>Elle siffle, dit le {number}.</p></dd>"
        for place, (number, name) in enumerate([(4101, "Odile"), (4102, "le fantôme du bac")], start=1)
    )
    record = read(f'<div id="comments"><h3>Commentaires</h3><dl>{rows}</dl></div>')
    assert told(record) == [
        ("Odile", None, "Elle siffle, dit le 4101."),
        ("le fantôme du bac", None, "Elle siffle, dit le 4102."),
    ]


def k2(number, name):
    return (
        f'<li id="comment-{number}" class="comment"><a href="#comment-{number}" class="counter">{number - 4100}</a>'
        f' <span class="comment-author">{name}</span> <small class="comment-meta">May 5, 2009 at 8:30 am</small>'
        f'<div class="comment-content"><p>It whistles, says number {number}.</p></div></li>'
    )


@pytest.mark.parametrize(
    "heading", ["1 Pingback to “A kettle on the roof”", "1 rétrolien vers « A kettle on the roof »", "1 Trackback:"]
)
def test_a_heading_that_counts_mentions_counts_no_comments(heading):
    ping = (
        '<li id="comment-990" class="trackback"><span class="comment-author"><a href="http://tea.example/kettle">Kettles'
        '</a></span> <small class="comment-meta">Pingback on May 6, 2009 at 9:00 am</small></li>'
    )
    record = read(
        f'<div class="comments"><h4>2 Responses to “A kettle on the roof”</h4><ul id="commentlist">{k2(4101, "Olga")}'
        f'{k2(4102, "Peer (next door)")}</ul><h4>{heading}</h4><ul id="pinglist">{ping}</ul></div>'
    )
    assert [name for name, _, _ in told(record)] == ["Olga", "Peer (next door)"]
    assert (record.comments_stated, record.trackbacks_stated) == (2, 1)
    assert [ping.title for ping in record.trackbacks] == ["Kettles"]


def test_a_heading_above_a_list_of_mentions_counts_these_whatever_they_are_called():
    ping = '<li class="trackback" id="comment-990"><a href="http://tea.example/kettle">Kettles</a></li>'
    record = read(
        f'<div class="comments"><h4>2 echoes of “A kettle on the roof”</h4><ul id="commentlist">{k2(4101, "Olga")}'
        f'{k2(4102, "Peer")}</ul><h4>1 bounce off “A kettle on the roof”</h4><ul id="pinglist">{ping}</ul></div>'
    )
    assert (record.comments_stated, record.trackbacks_stated, len(record.comments)) == (2, 1, 2)


def wordpress(number, opening, name):
    return (
        f'<li id="comment-{number}"><p>It whistles, says {number}.</p><p><cite>{opening} {name} &#8212; May 5, 2009 @'
        f' <a href="#comment-{number}">10:0{number - 4100}</a></cite></p></li>'
    )


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("Goccia di", ["Anna", "Bruno Neri", "Carla"]),
        ("Pingo por", ["Anna", "Bruno Neri"]),
        ("Tropfen von", ["Anna"]),
        ("Goutte de", ['<a href="http://anna.example">anna</a>', '<a href="http://bruno.example">Bruno Neri</a>']),
        ("", ["Ana da Silva", "Ana da Costa"]),
    ],
)
def test_what_stands_before_the_names_is_none_of_them(opening, names):
    rows = "".join(wordpress(number, opening, name) for number, name in enumerate(names, start=4101))
    record = read(f'<h2 id="comments">Drops</h2><ol id="commentlist">{rows}</ol>')
    assert [name for name, _, _ in told(record)] == [
        name.split(">")[-2][:-3] if "<" in name else name for name in names
    ]


def test_who_is_answered_ends_what_is_said_of_it():
    def reply(number, name, words):
        return (
            f'<div class="comment" id="comment-{number}"><div class="comment-header"><b class="author">{name}</b>'
            f'{words} | <a href="#comment-{number}">May 5, 2009 8:0{number - 4100} AM</a></div>'
            f'<div class="comment-content"><p>It whistles, says number {number}.</p></div></div>'
        )

    rows = reply(4101, "June Fox", "") + reply(4102, "Olga", " replied to drop from June Fox")
    record = read(f'<div id="comments"><h2>Drops</h2>{rows}</div>')
    assert [(name, parent) for name, parent, _ in told(record)] == [("June Fox", None), ("Olga", 0)]


@pytest.mark.parametrize("heading", ["2 drops:", "2 Tropfen", "2 gouttes sur « A kettle on the roof »"])
def test_the_first_heading_of_comments_counts_them_in_any_words(heading):
    record = read(f'<div id="comments"><h3>{heading}</h3><ol>{k2(4101, "Olga")}{k2(4102, "Peer")}</ol></div>')
    assert record.comments_stated == 2


def test_a_count_that_does_not_agree_is_told():
    record = read(f'<div id="comments"><h3>3 drops:</h3><ol>{k2(4101, "Olga")}</ol></div>')
    assert [issue.message for issue in record.issues] == ["the page says 3 comments, 1 was found"]


@pytest.mark.parametrize(
    "line",
    [
        "No notes, trackbacks or pingbacks for this post yet...",
        "Nenhum bilhete, trackback ou pingback para este post ainda...",
        "Aucun mot, trackback ou pingback pour cet article...",
        "Kein Zuruf, Trackback oder Pingback für diesen Eintrag...",
    ],
)
def test_neither_notes_nor_mentions_are_none_of_both(line):
    record = read(f'<div class="bComment"><p>{line}</p></div>')
    assert (record.comments_stated, record.trackbacks_stated, record.comments) == (0, 0, ())
    assert not record.issues
