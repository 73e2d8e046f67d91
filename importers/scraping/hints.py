"""What class and id tokens and element names of blog themes say about the part of the page that they mark."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order: the first that matches names the part. Whole tokens, lower case.
_PARTS: tuple[tuple[str, str], ...] = (
    (
        "form",
        r"respond|comment-?respond|itemcommentsform|comment[-_]?form\w*|commentform|comments-open\w*|comments-open-.*|comments?-?form-?\w*"
        r"|add-?comment|new-?comment|(?:footer-)?cta(?:[-_].*)?|newsletter.*|mc_embed.*|mailchimp.*|subscri.*|login-?\w*|search-?form|searchform|search"
        r"|enews.*|opt-?ins?(?:-.*)?|sign-?up.*|mc4wp.*|jetpack_subscription.*|wpcf7.*|gform_.*|tnp(?:-.*)?"
        r"|serendipity_commentform|serendipity_replyform|comment-form|post-a-comment|comment_form|pr-?comment-?form|box-forms",
    ),
    (
        "related",
        r"(?:jp-)?related-?(?:posts?|articles?|content|entries|wrap|news|stories)?\w*|yarpp.*|td_block_related\w*|td-related.*"
        r"|you-?may-.*|recommended.*|more-(?:posts|articles|stories|from.*)|crp_related|outbrain.*|taboola.*|similar.*"
        r"|read-?(?:also|next).*|check-also.*|teasers?|infinite-?scroll.*|td-post-next-prev.*|popular.*|itemauthorlatest|itemrelated|zemanta.*|linkwithin.*|wp_rp.*|trending.*",
    ),
    (
        "aside",
        r"share\b.*|[\w-]*-share(?:-[\w-]*)?|sharing.*|sharedaddy|sd-.*|social.*|addthis.*|addtoany.*|a2a.*|ads?|ad[-_].*|advert.*|adsense.*|sociable.*"
        r"|toc|toc[-_].*|ez-toc.*|table-?of-?contents|button-wrapper|post-ufi.*|bottom-of-article"
        r"|promo.*|edit-?link|post-?share.*|td-post-sharing.*|reaction-?buttons|post-share-buttons|tweet\w*|fb-like|likes?"
        r"|item(?:toolbar|ratingblock|contentfooter|hits|socialsharing|backtotop)|dsq-.*|spip_doc_(?:titre|descriptif)|google-auto.*|print-?link|goog-inline-block|td-a-rec.*|banner-?ad.*|wp-polls.*|feedback-?links",
    ),
    (
        "bio",
        r"author-?_?(?:box|info|bio|description|area|profile|card|about|meta-box|block)\w*|about-?(?:the-)?author\w*"
        r"|post-?author-?bio|td-author.*|entry-author-info|td_block_author_box|itemauthorblock|authorbox|biobox|user-bio",
    ),
    (
        "sidebar",
        r"side-?bars?\d*(?:[-_].*)?|\w*sidebar(?:[-_](?:left|right|primary|secondary|\d+|inner|first|second|container|wrapper))?"
        r"|widgets?(?:[-_].*)?|rightcol\w*|leftcol\w*|right-?col.*|left-?col.*|col-?(?:left|right)|secondary|tertiary"
        r"|blogroll|(?:left|right)-?(?:bar|menu|nav)|bsidebar.*|serendipity\w*sidebar\w*|serendipitysidebaritem\w*|calendar"
        r"|wp-calendar|beta|gamma|tagcloud|profile-?\w*|module(?:-.*)?|archive-?list|blog-?archive\w*|block-menu|menu_g|side",
    ),
    (
        "footer",
        r"(?:site|page|main|global|blog|td)?-?footer(?:[-_]?(?:wrap|wrapper|container|inner|area|content|widgets|bottom|\d))?"
        r"|colophon|credits?|site-?info|copyright|bottom-?bar|footer\d|td-sub-footer.*|closure|foot",
    ),
    (
        "chrome",
        r"nav|nav-.*|.*-nav|nav[_-]?bar.*|navigation.*|.*-?navigation|menu|menus?-.*|main-?menu.*|top-?menu.*|bread-?crumbs?.*"
        r"|crumbs|skip.*|screen-?reader.*|top-?bar.*|topnav|header|site-?header|page-?header|blog-?header|head|masthead|banner"
        r"|site-?branding|branding|site-?title|site-?description|blog-?title|blog-?description|pager|pagination|prelude"
        r"|back-?to-?top|to-?top|cookie.*|navlinks?|content-?nav|hidden|visually-?hidden|sr-only|td-header.*|header-.*"
        r"|headerimg|\w+_banner|titlewrapper|descriptionwrapper|top|banner-.*|site-name|site-slogan|tabs|post-?pager|blog-pager.*|prevnext"
        r"|itemnavigation|breaking-?news.*|news-?ticker.*|td-crumb.*|entry-crumb.*|logo|blog-?name|feed-?links|contentnav|page-?links|post-?nav.*|td-mobile.*",
    ),
    (
        "trackback",
        r"track-?backs?|track-?backs?[-_].*|ping-?backs?|pings?|ping-?list|pinglist|serendipity_trackbacks?.*|serendipity_section_trackbacks|blinks\w*"
        r"|backlinks.*|trackbacks?info|tbs?-list|tblist",
    ),
    (
        "comment",
        r"comments?|comments?[-_](?:list|area|block|content|body|text|wrap|wrapper|section|inner|box|container|template|entry"
        r"|holder|thread|meta|author|footer|header|data|item|post|outer|title|number|count|\d+|info|link|date|name|details|top)"
        r"|comment-?list|commentlist|commentbody|commenttext|commentmetadata|commentauthor|commentnumber|commententry"
        r"|comment(?:odd|even|alt)|responses?|serendipity_comments?(?:_.*)?|bcomments?|bcomment\w*|disqus.*|echo.*|c\d{3,}"
        r"|commentsblock|commentarea|reader-?comments|comment_.*|td-comments.*|haloscan.*|co\d+|feedback|commento|commenti"
        r"|itemcomments(?:list)?|commentaires?|kommentare?|comentarios?|reacties|forum-(?:fil|message)",
    ),
    (
        "foot",
        r"ljtags|metadata|lj-?current\w*|(?:entry|post|article|asset|td-post|full)[-_]?(?:footer|foot|tags?|labels?|categories|utility|bottom|metadata|source-tags"
        r"|actions|links|permalink|extra)(?:[-_].*)?|postmetadata(?:\s.*)?|post-?labels|entry-?terms|tags-?links|cat-?links"
        r"|post-terms|tags|entry-tags|feedback|posted|item-?footer|serendipity_entryfooter|bsmallprint|permalink|postfoot|postfooter|taxonomy"
        r"|item(?:links|tagsblock|tags|category)|(?:td|post|entry)-categor(?:y|ies)|terms|postinfo|post-info-co|entry-footer-.*|asset-footer|asset-tags|post_footer|links|item-list-links",
    ),
    (
        "standfirst",
        r"standfirst|sub-?title|td-post-sub-title|dek|deck|lede|entry-?summary|p-summary|chapo|chapeau|occhiello|sommario"
        r"|post-?subtitle|entry-?subtitle|article-?summary|excerpt|(?:post|article)-excerpt"
        r"|full-custom-excerpt",
    ),
    (
        "title",
        r"(?:entry|post|article|asset|story|td-post|single|node|blogpost|serendipity|item|tdb|bp?ost|full)[-_]?(?:title|name|heading"
        r"|headline|subject)|posttitle|entrytitle|storytitle|headline|p-name|serendipity_title|btitle|title-post|content-title"
        r"|permalink-title|archive-title|storyheadline",
    ),
    (
        "byline",
        r"create(?:date|dby)|modifydate|item(?:datecreated|author)|(?:entry|post|article|asset|td-post|td-module|story|blog|node|single|full|byline)[-_]?(?:meta|date|info|byline|author|details|data"
        r"|dateline|by|time|published)(?:[-_].*)?|by-?line|date-?line|date-?header|day-?date|submitted|posted-?(?:on|by)"
        r"|(?:post|entry)-author-(?:name|link)|bsmallhead|published|dtstart|entry-?time|post_date|serendipity_date|post-?timestamp|dt-published|p-author|meta|date|bdate"
        r"|dateline|authorline|postdate|datestamp|timestamp",
    ),
    (
        "body",
        r"gh-content|(?:entry|post|article|asset|story|td-post|blogpost|node|single|item|main|news|full)[-_]?(?:content|body|text|more|copy|inner"
        r"-?content|extended|main-content)(?:[-_]?(?:inner|wrap|text))?|postbody|entrybody|entrytext|entrycontent|storycontent"
        r"|storybody|articlebody|snap_preview|e-content|btext|serendipity_entry_(?:body|extended)|post_content|post_body"
        r"|entry-body|the-content|the_content|itemtext|field-name-body|tdb_single_content|postentry|post-entry|blogbody"
        r"|blog-content|entry",
    ),
)
_PATTERN = re.compile("|".join(f"(?P<{part}>{pattern})" for part, pattern in _PARTS))
_RANK = {part: rank for rank, (part, _) in enumerate(_PARTS)}
# WordPress marks what its editor's blocks are, "wp-block-post-title", and Ghost what its themes share.
_PREFIX = re.compile(r"^(?:wp-block-|gh-(?=article)|post-(?=full-))")
# On a heading itself, "header" is the title; on what stands around it, it is no more than the head of the post.
_HEADER = re.compile(r"(?:entry|post|article|asset|story|item)[-_]?header")
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5"})
_TAGS = {
    "nav": "chrome",
    "aside": "sidebar",
    "figcaption": "aside",
    **dict.fromkeys(("form", "select", "button", "label"), "form"),
}
# Inside these, what an inner mark says of titles and bodies is not the post's.
STRONG = frozenset({"form", "related", "sidebar", "footer", "chrome", "aside", "bio"})
HEADS = frozenset({"page-header", "page-heading"})
POSTS = frozenset({"item-page", "hentry", "post", "blog-post", "blogpost", "single-post", "entry", "article"})
FEEDBACK = frozenset({"comment", "trackback", "comment-head", "trackback-head"})

_PIECES = (
    (
        "author",
        r"fn|comment-?_?author(?:-.*)?|author-?_?comment|commenter-?\w*|vcard|cite|author|username|comment-?by|user-?name|nickname"
        r"|comment_name|commentauthor|comment-?poster|p-author|c_author|bcommenttitle|serendipity_commentauthor",
    ),
    (
        "noise",
        r"reply|comment-?reply.*|comment-?actions?|edit-?link|says|comment-?number|commentnumber|avatar.*|comment-?controls?"
        r"|forum-repondre-message|item-control.*|vote.*|awaiting.*|delete-comment.*|comment-?permalink|counter|icon.*|comment-?links?|links",
    ),
    (
        "meta",
        r"comment-?_?meta(?:data)?|commentmetadata|comment-?_?(?:date|time|timestamp|footer|info|data|header|foot|details)"
        r"|published|date|time|timestamp|submitted|forum-chapo|serendipity_comment_source|bcommentsmallprint|datetime|byline|dt-published|posted",
    ),
    (
        "text",
        r"comment-?_?(?:content|text|body|entry|message|copy)|commenttext|commentbody|entry-content|e-content|content"
        r"|bcommenttext|forum-texte|serendipity_commentbody|field-item|comment-body-text",
    ),
)
_PIECE = re.compile("|".join(f"(?P<{piece}>{pattern})" for piece, pattern in _PIECES))
_ITEM_ID = re.compile(r"(?:li-|div-)?(?:comment|cmt|com|c|trackback|ping|idcomment)[-_]?(?P<number>\d+)")
_ITEM_CLASS = re.compile(
    r"comment|comment[-_](?:item|block|entry|post|outer|wrap|wrapper|container)|hcomment|h-cite|bcomment|serendipity_comment|serendipity_trackback"
    r"|depth-\d+|pingback|trackback|comment-\d+|forum-fil|commententry|commentbox|comment-box"
)


@lru_cache(maxsize=4096)
def part_of(token: str) -> str:
    """Return the part of a page that one class or id token names, or nothing."""
    match = _PATTERN.fullmatch(_PREFIX.sub("", token.lower(), 1))
    return match.lastgroup or "" if match else ""


def part(tag: str, tokens: frozenset[str]) -> str:
    """Return the part that an element names: by its tokens, in the order of their weight, or by its tag."""
    if tag in ("body", "html"):
        return ""
    if tag in _TITLES and any(_HEADER.fullmatch(token.lower()) for token in tokens):
        return "title"
    named = [found for token in tokens if (found := part_of(token))]
    if tag == "header" or tag == "footer":
        own = [found for found in named if found in ("chrome", "footer", "comment", "foot", "byline")]
        return own[0] if own else ""
    if named:
        return min(named, key=_RANK.__getitem__)
    return _TAGS.get(tag, "")


@lru_cache(maxsize=4096)
def _piece_of(token: str) -> str:
    match = _PIECE.fullmatch(_PREFIX.sub("", token.lower(), 1))
    return match.lastgroup or "" if match else ""


def piece(tag: str, tokens: frozenset[str], above: str = "") -> str:
    """Return what an element is inside a comment, author, meta, text, noise, or what it stands in is (`above`)."""
    if tag == "cite" and not tokens and above == "text":
        return above  # whom the comment quotes
    named = {_piece_of(token) for token in tokens}
    for name in ("noise", "text", "author", "meta"):
        if name in named:
            return name
    return {"cite": "author", "time": "meta"}.get(tag, above)


def item_number(tokens: frozenset[str], ident: str) -> str:
    """Return the id that a comment's element carries ("comment-12" is "12"), or nothing."""
    for token in (ident, *sorted(tokens)):
        match = _ITEM_ID.fullmatch(token.lower())
        if match:
            return match["number"]
    return ""


def is_item(tag: str, tokens: frozenset[str], ident: str) -> bool:
    """Say whether an element may hold one comment."""
    if tag not in ("li", "div", "article", "section", "dl", "tr", "table", "td", "blockquote"):
        return False
    return bool(item_number(frozenset(), ident)) or any(_ITEM_CLASS.fullmatch(token.lower()) for token in tokens)


def opens_item(tokens: frozenset[str]) -> bool:
    """Say whether a term of a list opens a comment whose text the descriptions below it hold."""
    return any(_ITEM_CLASS.fullmatch(token.lower()) or _piece_of(token) == "author" for token in tokens)


def depth(tokens: frozenset[str]) -> int | None:
    """Return N of a "depth-N" class."""
    for token in tokens:
        if token.startswith("depth-") and token[6:].isdecimal():
            return int(token[6:])
    return None
