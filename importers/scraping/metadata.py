"""What the head of an HTML page and its structured data say: JSON-LD, OpenGraph, canonical link, trackback RDF."""

from __future__ import annotations

import html as references
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from importers.scraping.dates import parse_iso
from importers.scraping.documents import Document
from importers.scraping.pages import Stated

_PING = re.compile(r"trackback:ping\s{0,5}=\s{0,5}[\"']([^\"'<>\s]{1,500})[\"']")
_LOCALE = re.compile(r"""<html\b[^<>]{0,400}?\slang=["']?([a-z]{2,3}[-_][a-z]{2})\b""", re.IGNORECASE)
_RDF_ADDRESS = re.compile(
    r"<rdf:Description[^>]{0,2000}?(?:dc:identifier|rdf:about)\s{0,5}=\s{0,5}[\"'](https?://[^\"'<>\s]{1,500})[\"']"
)
_RDF_TITLE = re.compile(r"<rdf:Description[^>]{0,2000}?dc:title\s{0,5}=\s{0,5}\"([^\"]{1,300})\"")
_POST_ID = re.compile(r"\bpostid-(\d+)\b|\bpost-(\d+)\b")
_PERMALINK = frozenset({"permalink", "permanent-link", "entry-permalink"})
_LISTS = frozenset({"sidebar", "related", "footer", "chrome", "comment", "trackback", "comment-head", "trackback-head"})
_ARTICLES = frozenset({"Article", "BlogPosting", "NewsArticle", "Blog Posting", "Report", "TechArticle"})


def find_stated(document: Document) -> Stated:
    """Collect what the page says of itself outside its text. Nothing is made up: what is not said stays empty."""
    stated = Stated(page_title=document.title, posts=document.posts)
    for tag in document.metas:
        if tag[""] == "link":
            _link(tag, stated)
        else:
            _meta(tag, stated)
    for script in document.scripts:
        things = list(_things(script))
        known = {ident: thing for thing in things if isinstance(ident := thing.get("@id"), str) and thing.get("name")}
        for thing in things:
            _thing(thing, stated, known)
    _rdf(document.html, stated)
    _nodes(document, stated)
    return stated


def _link(tag: Mapping[str, str], stated: Stated) -> None:
    href = tag.get("href", "")
    if "canonical" in tag.get("rel", "").lower().split() and href.startswith(("http://", "https://")):
        stated.url = href
    elif "pingback" in tag.get("rel", "").lower().split():
        stated.platform = stated.platform or ("WordPress" if href.endswith("/xmlrpc.php") else "")


def _meta(tag: Mapping[str, str], stated: Stated) -> None:
    name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or "").lower()
    content = tag.get("content", "").strip()
    if not content or len(content) > 2_000:
        return
    if name in ("og:title", "twitter:title", "dc.title", "title"):
        stated.titles.append(content)
    elif name in ("author", "article:author", "dc.creator", "byl") and not content.startswith("http"):
        stated.author = stated.author or content
    elif name in ("article:published_time", "datepublished", "dc.date", "dcterms.created", "date", "pubdate"):
        if stated.published is None and (date := parse_iso(content)):
            stated.published, stated.published_raw = date, content
    elif name in ("article:modified_time", "datemodified"):
        stated.modified = stated.modified or parse_iso(content)
    elif name == "og:site_name":
        stated.site = content
    elif name == "og:url" and content.startswith(("http://", "https://")):
        stated.url = stated.url or content
    elif name == "article:tag":
        stated.tags.append(content)
    elif name == "article:section":
        stated.categories.append(content)
    elif name == "generator":
        stated.platform = content
    elif name in ("content-language", "language", "og:locale", "dc.language"):
        stated.locale = stated.locale or content[:20]
        stated.language = stated.language or content.split("_")[0].split("-")[0].lower()[:3]


def _things(script: str) -> Iterator[Mapping[str, Any]]:
    """Give the objects of a JSON-LD script, graphs opened; what is no JSON gives nothing."""
    if "@context" not in script and "@type" not in script:
        return
    if script.count("{") + script.count("[") > 5_000:
        return
    try:
        found = json.loads(script)
    except (ValueError, RecursionError):
        return
    waiting = [found]
    for _ in range(500):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting += thing
        elif isinstance(thing, dict):
            waiting += thing.get("@graph", []) if isinstance(thing.get("@graph"), list) else []
            yield thing


def _thing(thing: Mapping[str, Any], stated: Stated, known: Mapping[str, Mapping[str, Any]]) -> None:
    """Take what an article says; `known` are the things of the same script that others name by their "@id"."""
    kinds = thing.get("@type", "")
    kinds = set(kinds) if isinstance(kinds, list) and all(isinstance(k, str) for k in kinds) else {str(kinds)}
    if not kinds & _ARTICLES:
        return
    if headline := _text(thing.get("headline") or thing.get("name")):
        stated.titles.append(headline)
    if (raw := _text(thing.get("datePublished"))) and (date := parse_iso(raw)):
        stated.published, stated.published_raw = date, raw
    author = thing.get("author")
    author = author[0] if isinstance(author, list) and author else author
    if isinstance(author, dict) and not author.get("name"):
        author = known.get(str(author.get("@id", "")), author)
    if isinstance(author, dict):
        stated.author = _text(author.get("name")) or stated.author
        stated.author_url = _text(author.get("url"))
    elif isinstance(author, str):
        stated.author = author.strip() or stated.author
    stated.categories += _terms(thing.get("articleSection"))
    stated.tags += _terms(thing.get("keywords"))
    if (raw := _text(thing.get("dateModified"))) and stated.modified is None:
        stated.modified = parse_iso(raw)


def _terms(value: object) -> list[str]:
    """Return the terms of a list, or of a text that commas part."""
    found = value if isinstance(value, list) else _text(value).split(",")
    terms = [text for entry in found[:40] if 0 < len(text := _text(entry)) <= 100]
    return list(dict.fromkeys(terms))


def _text(value: object) -> str:
    return references.unescape(value).strip()[:1_000] if isinstance(value, str) else ""


def _rdf(source: str, stated: Stated) -> None:
    if ping := _PING.search(source):
        stated.ping = references.unescape(ping[1])
    if locale := _LOCALE.search(source[:4_000]):
        stated.locale = locale[1]
    if address := _RDF_ADDRESS.search(source):
        stated.url = stated.url or references.unescape(address[1])
    if title := _RDF_TITLE.search(source):
        stated.titles.append(references.unescape(title[1]))


def _nodes(document: Document, stated: Stated) -> None:
    """Read the post's id from the classes that WordPress gives to body and article, and the page's language."""
    ids = set()
    bookmarks = set()
    for node in document.nodes[:5_000]:
        if node.tag == "a" and (href := node.attributes.get("href", "")).startswith(("http://", "https://")):
            rel = set(node.attributes.get("rel", "").lower().split())
            if "trackback" in rel and node.hint not in _LISTS:
                stated.ping = stated.ping or href
            elif node.hint not in _LISTS and ("bookmark" in rel or (node.tokens & _PERMALINK and node.item is None)):
                bookmarks.add(href.partition("#")[0])
        if node.tag == "body" and (match := _POST_ID.search(" ".join(node.tokens))) and match[1]:
            stated.source_id = match[1]
        elif node.tag in ("article", "div") and (match := _POST_ID.fullmatch(node.ident)) and match[2]:
            ids.add(match[2])
    if not stated.source_id and len(ids) == 1:
        stated.source_id = ids.pop()
    if not stated.url and len(bookmarks) == 1:  # a page with several is a list of posts
        stated.url = bookmarks.pop()
