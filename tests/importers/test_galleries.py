"""What bodies show by the ids of other items, once these are here: galleries, playlists, alternative texts, blocks."""

import pytest

from blog.models import Attachment, Post
from importers.models import ImportedItem
from importers.undoing import undo_run
from tests.importers.blogs import codes, dump
from tests.importers.readers.exports import field, item

pytestmark = pytest.mark.django_db


def picture(number, post=0, alt="", form="jpg", **fields):
    meta = "".join(
        f"<wp:postmeta>{field('wp:meta_key', '_wp_attachment_image_alt')}{field('wp:meta_value', alt)}</wp:postmeta>"
        for _ in range(bool(alt))
    )
    values = {
        "title": f"Picture {number}",
        "content__encoded": "",
        "wp__status": "inherit",
        "wp__post_type": "attachment",
        "wp__post_parent": post,
        "wp__attachment_url": f"http://tide.example.org/uploads/{number}.{form}",
    }
    return item(number, extra=meta, **values | fields)


def block(number, body):
    return item(number, wp__post_type="wp_block", content__encoded=body)


def body_of(number=7):
    return Post.objects.get(original_id=str(number))


def shown(post):
    """Return the addresses of the pictures of a body, in their order."""
    return [part.partition('"')[0].rpartition("/")[2] for part in post.body.split('<img src="')[1:]]


def test_a_gallery_shows_its_ids_in_their_order_with_links_alts_and_captions(shelf):
    report = shelf.run(
        item(7, content__encoded='A\n\n[gallery ids="21,20" columns="2"]\n\nB'),
        picture(20, alt='A "gull"'),
        picture(21, excerpt__encoded="Low\n\n<em>tide</em> [sic]"),
    )
    post = body_of()
    assert '<figure class="gallery gallery-columns-2">' in post.body_html
    assert shown(post) == ["21.jpg", "20.jpg"]
    assert '<a href="http://tide.example.org/uploads/20.jpg"><img ' in post.body_html
    assert 'alt="A &quot;gull&quot;"' in post.body_html
    assert 'alt="Low tide [sic]"' in post.body_html
    assert '<figcaption class="wp-caption-text">Low <em>tide</em> [sic]</figcaption>' in post.body_html
    assert "gallery-incomplete" not in codes(report)


def test_a_gallery_without_ids_shows_the_pictures_of_its_post(shelf):
    shelf.run(
        item(7, content__encoded='[gallery exclude="22" link="none"]'),
        *(picture(number, post=7, excerpt__encoded="") for number in (22, 21, 23)),
        picture(20, post=7, wp__menu_order=1),
        picture(24, post=7, form="mp3"),
        picture(25),
    )
    assert shown(body_of()) == ["21.jpg", "23.jpg", "20.jpg"]
    assert "<a " not in body_of().body


def test_a_playlist_becomes_a_list_of_players(shelf):
    shelf.run(item(7, content__encoded="[playlist]"), picture(24, post=7, form="mp3"), picture(20, post=7))
    assert '<ol class="playlist">' in body_of().body_html
    assert body_of().body_html.count("<audio") == 1


def test_a_gallery_of_which_nothing_is_here_waits_and_is_said(shelf):
    report = shelf.run(item(7, content__encoded='[gallery ids="20,21"]'))
    assert '<span class="shortcode">[gallery ids="20,21"]</span>' in body_of().body_html
    assert codes(report).count("gallery-incomplete") == 1
    report = shelf.run(item(7, content__encoded='[gallery ids="20,21"]'), picture(21))
    assert shown(body_of()) == ["21.jpg"]


def test_a_picture_without_alternative_text_takes_that_of_its_attachment(shelf):
    body = (
        '<!-- wp:image {"id":20} --><figure><img src="/a.jpg" alt=""/></figure><!-- /wp:image -->'
        '<img class="wp-image-20" src="/b.jpg" alt="B"><img class="wp-image-21" src="/c.jpg">'
    )
    shelf.run(item(7, content__encoded=body), picture(20, alt="A gull"), picture(21))
    post = body_of()
    assert post.body.count('alt="A gull"') == 1
    assert 'alt="B"' in post.body


def test_a_reusable_block_stands_where_it_is_named_and_is_no_post(shelf):
    named = '<!-- wp:block {"ref":30} /-->'
    report = shelf.run(
        item(7, content__encoded=f"<!-- wp:paragraph --><p>A</p><!-- /wp:paragraph -->{named}{named}"),
        block(
            30, '<!-- wp:paragraph --><p>Ebb</p><!-- /wp:paragraph --><!-- wp:block {"ref":31} /-->[gallery ids="20"]'
        ),
        block(31, "flow"),
        picture(20),
    )
    post = body_of()
    assert post.body_html.count("<p>Ebb</p>") == post.body_html.count("<p>flow</p>") == 2
    assert shown(post) == ["20.jpg", "20.jpg"]
    assert Post.objects.count() == 1
    assert "block-missing" not in codes(report)
    assert not report.unbalanced()


def test_blocks_that_name_each_other_or_are_not_there_stay_named(shelf):
    report = shelf.run(
        item(7, content__encoded='<!-- wp:block {"ref":30} /-->'),
        item(8, content__encoded='<!-- wp:block {"ref":99} /-->'),
        block(30, 'one <!-- wp:block {"ref":31} /-->'),
        block(31, 'two <!-- wp:block {"ref":30} /-->'),
    )
    assert "two" in body_of().body_html
    assert '[block ref="30"]' in body_of().body_html
    assert '[block ref="99"]' in body_of(8).body_html
    assert codes(report).count("block-missing") == 2


def test_blocks_that_multiply_are_bounded(shelf):
    parts = [block(n, f'<!-- wp:block {{"ref":{n + 1}}} /-->' * 200 + "x" * 500) for n in range(30, 36)]
    shelf.run(item(7, content__encoded='<!-- wp:block {"ref":30} /-->'), *parts)
    assert len(body_of().body) < 4_000_000


def test_a_second_run_writes_nothing_and_undoing_leaves_nothing(shelf):
    parts = [
        item(7, content__encoded='[gallery ids="20"] <!-- wp:block {"ref":30} /--> [buoy n="1"]'),
        picture(20),
        block(30, "text"),
    ]
    first = shelf.run(*parts)
    assert [issue.message for issue in first.issues if issue.code == "shortcodes-in-all"] == [
        "shortcodes kept as text, with the number of posts: [buoy] 1× in 1"
    ]
    before = dump()
    second = shelf.run()
    assert dump() == before
    assert "updated" not in str(second.tally.counts)
    undo_run(first.run)
    assert not ImportedItem.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["tiled-gallery", "slideshow"])
def test_a_picture_of_jetpacks_galleries_takes_the_alternative_text_of_its_attachment(shelf, name):
    tile = '<div><img src="/a.jpg" data-id="20"></div>'
    body = f'<!-- wp:jetpack/{name} {{"ids":[20]}} -->{tile}<!-- /wp:jetpack/{name} -->'
    shelf.run(item(7, content__encoded=body), picture(20, alt="Gulls"))
    assert 'alt="Gulls"' in Post.objects.get(original_id="7").body_html
