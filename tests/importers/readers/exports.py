"""Small exports, written for one test each, and the records that reading them gives."""

from importers.decoding import SourceFile
from importers.readers import wxr
from importers.records import AttachmentRecord, Issue, PostRecord, Refused, Skipped
from importers.surveying import Evidence

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/4.9" -->
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Tide Table</title>
<link>http://tide.example.org</link>
<description>Notes &amp;amp; errata</description>
<language>en-GB</language>
<wp:base_blog_url>http://tide.example.org/blog/</wp:base_blog_url>
<image><title>no name of the blog</title></image>
"""
TAIL = "</channel>\n</rss>\n"


def field(name, value):
    return f"<{name}><![CDATA[{value}]]></{name}>\n"


def meta(key, value):
    """A postmeta of an item."""
    return f"<wp:postmeta>{field('wp:meta_key', key)}{field('wp:meta_value', value)}</wp:postmeta>"


def item(post_id=7, extra="", **fields):
    """One post; keyword arguments are names in the export, with "__" for ":"."""
    values = {
        "title": f"Post {post_id}",
        "link": f"http://tide.example.org/blog/post-{post_id}/",
        "dc__creator": "ines",
        "content__encoded": f"Text of post {post_id}.",
        "wp__post_id": post_id,
        "wp__post_date": "2009-03-01 12:00:00",
        "wp__post_date_gmt": "2009-03-01 11:00:00",
        "wp__post_name": f"post-{post_id}",
        "wp__status": "publish",
        "wp__post_type": "post",
    } | fields
    written = "".join(field(name.replace("__", ":"), value) for name, value in values.items() if value is not None)
    return f"<item>\n{written}{extra}</item>\n"


def comment(comment_id=1, parent=0, **fields):
    values = {
        "comment_id": comment_id,
        "comment_author": "Tam",
        "comment_author_email": "tam@example.org",
        "comment_author_url": "http://tam.example.net/",
        "comment_author_IP": "192.0.2.7",
        "comment_date": "2009-03-02 09:00:00",
        "comment_date_gmt": "2009-03-02 08:00:00",
        "comment_content": f"Comment {comment_id}",
        "comment_approved": "1",
        "comment_type": "",
        "comment_parent": parent,
        "comment_user_id": 0,
    } | fields
    return "<wp:comment>\n" + "".join(field(f"wp:{name}", value) for name, value in values.items()) + "</wp:comment>\n"


def export(*parts, head=HEAD, tail=TAIL):
    return (head + "".join(parts) + tail).encode()


def read(data, encoding=""):
    """Return all records of an export given as bytes."""
    return list(wxr.read(SourceFile("export.xml", content=data, encoding=encoding), Evidence()))


def of(kind, records):
    return [record for record in records if isinstance(record, kind)]


def posts(*parts):
    return of(PostRecord, read(export(*parts)))


def post(*parts):
    (record,) = posts(*parts)
    return record


def issues(records):
    """Return every issue, those of the records among them."""
    found = []
    for record in records:
        if isinstance(record, Issue):
            found.append(record)
        elif isinstance(record, PostRecord | AttachmentRecord):
            found += record.issues
        elif isinstance(record, Skipped | Refused):
            found.append(record.issue)
    return found


def codes(records):
    return [issue.code for issue in issues(records)]
