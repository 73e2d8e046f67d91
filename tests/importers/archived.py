"""Pages of a small blog, and web archives of them, written for one test each."""

import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HOST = "http://tide.example.org"
SENTENCES = (
    "The ferry left at six and came back without its bell.",
    "Nobody on the quay would say who had taken it, or why the rope was cut so neatly.",
    "We walked along the mud to the second marker and counted the posts twice.",
    "In the evening the lamp at the point was lit again, a little late, and greener than before.",
)


def comment_markup(author, text, day=2):
    return (
        f'<li class="comment"><cite>{author}</cite> says: <p class="meta">March {day}, 2009 at 10:00 am</p>'
        f"<p>{text}</p></li>"
    )


def page(title="The bell of the ferry", sentences=SENTENCES, comments=(), head="", day=1):
    """A page as WordPress's old themes made it."""
    listed = "".join(comment_markup(*comment) for comment in comments)
    counted = f"{len(comments)} Response{'' if len(comments) == 1 else 's'}" if comments else "No Responses"
    below = f'<h3 id="comments">{counted} to “{title}”</h3><ol class="commentlist">{listed}</ol>'
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} « Tide Table</title>{head}</head><body>"
        f"<div id='header'><h1><a href='{HOST}/'>Tide Table</a></h1></div>"
        f"<div class='post'><h2>{title}</h2><small>March {day}, 2009 by Ines</small>"
        f"<div class='entry'>{paragraphs}</div></div>{below}</body></html>"
    )


def archive(*records, gzip=True):
    """Return a web archive; records are (address, content, more), `more` for `add`."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "test"}))
    for address, content, *more in records:
        add(writer, address, content, **(more[0] if more else {}))
    return out.getvalue()


def add(writer, address, content=b"", *, kind="response", status="200 OK", date="2009-04-01T12:00:00Z", **headers):
    """Write one record; further keyword arguments are headers of the answer, with "_" for "-"."""
    content = content.encode() if isinstance(content, str) else content
    warc = {"WARC-Date": date} | headers.pop("warc", {})
    mime = headers.pop("Content_Type", "text/html; charset=utf-8")
    if kind == "resource":
        writer.write_record(
            writer.create_warc_record(
                address, kind, payload=io.BytesIO(content), warc_content_type=mime, warc_headers_dict=warc
            )
        )
        return
    told = [("Content-Type", mime), *((name.replace("_", "-"), value) for name, value in headers.items())]
    http = StatusAndHeaders(status, told, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        address, kind, payload=io.BytesIO(content), http_headers=http, warc_headers_dict=warc
    )
    writer.write_record(record)
