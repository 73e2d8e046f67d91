"""Several posts on one page: one is read, the others are left over; in a thread they answer it."""

import pytest

from tests.importers.pages import read_page

TEXTS = {
    "A kettle on the roof": "It was put there in the year of the long rain, and nobody dared to move it since then.",
    "The ferry that was lost": "We lost it twice between two islands, and found it once, deep in the reeds of the bay.",
    "An orchard in the rain": "The trees stood in water up to their knees, and the apples swam to the next gate.",
}


def read(body, title):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "page.html")


def posts(form):
    texts = ((name, f"<p>{text}</p><p>{text.replace(' and ', ', but ')}</p>") for name, text in TEXTS.items())
    return "".join(form.format(name=name, text=text, n=n) for n, (name, text) in enumerate(texts, start=4))


FORMS = {
    "kubrick": '<div class="post" id="post-{n}"><h3><a rel="bookmark" href="/{n}">{name}</a></h3>'
    '<small>May {n}th, 2009</small><div class="entry">{text}</div>'
    '<p class="postmetadata">Posted in <a rel="category tag">Attic</a> | <a>{n} Comments</a></p></div>',
    "twenty": '<article class="post-{n} post hentry"><header><h2 class="entry-title"><a>{name}</a></h2></header>'
    '<div class="entry-meta"><time datetime="2009-05-0{n}">May {n}, 2009</time></div>'
    '<div class="entry-content">{text}</div></article>',
    "blogger": '<div class="date-outer"><h2 class="date-header">Monday, May {n}, 2009</h2><div class="post hentry">'
    '<h3 class="post-title">{name}</h3><div class="post-body">{text}</div>'
    '<div class="post-footer">Posted by Jane at 10:14 PM</div></div></div>',
}


@pytest.mark.parametrize("form", FORMS)
def test_the_posts_of_a_month_are_told_and_not_mixed(form):
    record = read(f'<h1 id="header">The Salt Box</h1>{posts(FORMS[form])}', "The Salt Box » 2009 » May")
    assert [issue.code for issue in record.issues if issue.code == "several-posts"] == ["several-posts"]
    assert record.status == "draft"
    assert record.title == "A kettle on the roof"
    assert record.published.iso()[:10] == "2009-05-04"
    assert "kettle" not in record.body
    assert "long rain" in record.body
    assert "ferry" not in record.body
    assert "reeds" not in record.body
    assert "apples" not in record.body
    rest = "\n".join(part.text for part in record.leftover) + "\n".join(record.related)
    assert "reeds" in rest
    assert "apples" in rest


@pytest.mark.parametrize("form", FORMS)
def test_of_several_posts_the_one_that_the_documents_title_names_is_read(form):
    record = read(f'<h1 id="header">The Salt Box</h1>{posts(FORMS[form])}', "The ferry that was lost - The Salt Box")
    assert record.title == "The ferry that was lost"
    assert "reeds" in record.body
    assert "rain" not in record.body
    assert "apples" not in record.body
    assert not any(issue.code == "several-posts" for issue in record.issues)


MESSAGE = (
    '<div id="p{n}" class="post bg1"><div class="postbody"><h3><a href="#p{n}">{subject}</a></h3>'
    '<p class="author">by <strong><a>{name}</a></strong> &raquo; Mon May 0{n}, 2009 10:14 pm</p>'
    '<div class="content">{text}</div><div class="signature">Tea is all.</div></div>'
    '<dl class="postprofile"><dt><a>{name}</a></dt><dd>Posts: 214</dd><dd>Joined: Wed Mar 12, 2003</dd></dl></div>'
)


def test_the_first_message_of_a_thread_is_the_post_and_the_others_answer_it():
    quoted = "<blockquote><div><cite>peer wrote:</cite>It is no kettle</div></blockquote>It is one, and it is ours."
    texts = [
        ("A kettle on the roof", "jane", TEXTS["A kettle on the roof"] + "<br><br>Or what would you do about it?"),
        ("Re: A kettle on the roof", "peer", "It is no kettle at all but a coffee pot, and it will rust."),
        ("Re: A kettle on the roof", "Ines C", quoted),
    ]
    thread = "".join(
        MESSAGE.format(n=n, subject=subject, name=name, text=text)
        for n, (subject, name, text) in enumerate(texts, start=4)
    )
    record = read(
        f"<h1>The Tea Board</h1><h2>A kettle on the roof</h2>{thread}", "The Tea Board - A kettle on the roof"
    )
    assert (record.title, record.author.name) == ("A kettle on the roof", "jane")
    assert record.published.iso() == "2009-05-04T22:14:00"
    assert "Tea is all" not in record.body
    assert "2009" not in record.body
    assert "214" not in record.body
    assert [(c.author.name, c.submitted.iso()) for c in record.comments] == [
        ("peer", "2009-05-05T22:14:00"),
        ("Ines C", "2009-05-06T22:14:00"),
    ]
    assert "peer wrote:" in record.comments[1].body
    assert "Tea" not in record.comments[1].body
