"""Articles of today: boxes, buttons and lists of other articles around a text, and inside it. Each with its truth."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.importers.scenery.scene import Scene, _plain


def pages(numbers: int = 1) -> Iterator[tuple[str, str, list[str], Scene]]:
    """Give (name, markup, paragraphs of the text, scene) of every article in five languages."""
    for make in (ghost, medium, magazine, nextjs, hugo, substack, endless):
        for language in ("en", "fr", "it", "de", "es"):
            for number in range(numbers):
                scene = Scene(language, random.Random(f"{make.__name__} {language} {number}"))
                markup, truth = make(scene)
                head = f"<head><meta charset='utf-8'><title>{scene.title} | {scene.site}</title></head>"
                page = f"<!DOCTYPE html><html lang='{language}'>{head}{markup}</html>"
                yield f"{make.__name__}-{language}-{number}", page, truth, scene


def _parts(s: Scene, count: int = 6) -> list[str]:
    """Return so many paragraphs, lists and quotes, in any order."""
    pool = [part for post in s.words["posts"] for part in post]
    s.rng.shuffle(pool)
    return pool[:count]


def _linked(text: str) -> str:
    return f"<a href='https://www.example.org/x'>{text}</a>"


def _links(*texts: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/x'>{text}</a></li>" for text in texts) + "</ul>"


def render(parts: list[str], extra: list[tuple[int, str, list[str]]]) -> tuple[str, list[str]]:
    """Return markup and truth of a text; `extra` is what stands behind which part, and what of it is text."""
    out, truth = [], []
    for place, part in enumerate(parts):
        out.append(part if part.startswith("<") else f"<p>{part}</p>")
        truth += _plain(part)
        for at, markup, texts in extra:
            if at == place:
                out.append(markup)
                truth += texts
    return "\n".join(out), truth


def cookie(s):
    return "<div id='CybotCookiebotDialog' role='dialog'><h2>We value your privacy</h2><p>We use cookies to enhance your browsing experience, serve personalised ads or content, and analyse our traffic. By clicking Accept All, you consent to our use of cookies.</p><button>Customise</button><button>Accept All</button></div>"


def news(s):
    return "<section class='newsletter-signup'><h3>Never miss a story</h3><p>Get our best writing in your inbox every Friday morning. No spam, unsubscribe at any time you like.</p><form><input type='email'><button>Subscribe</button></form></section>"


def share(s):
    return "<ul class='share-bar'><li><a href='https://facebook.example/share'>Share</a></li><li><a href='https://x.example'>Post</a></li><li><a href='mailto:'>Email</a></li></ul>"


def related(s):
    return (
        "<aside class='related-articles'><h3>Read more</h3>"
        + "".join(
            f"<article><h4><a href='/r{i}'>{t}</a></h4><p>{s.words['excerpt']}</p></article>"
            for i, t in enumerate(s.others[:3])
        )
        + "</aside>"
    )


def ghost(s):
    """Ghost: figures, code, a call to sign up, cards of other posts."""
    b, t = render(
        _parts(s),
        [
            (1, "<h2 id='a'>" + s.others[5] + "</h2>", [s.others[5]]),
            (
                3,
                "<figure class='kg-card kg-image-card kg-card-hascaption'><img src='a.jpg' alt='x'><figcaption>Photo by someone / Unsplash</figcaption></figure>",
                [],
            ),
            (
                4,
                "<pre><code class='language-python'>def rise(dough):\n    return dough.wait(hours=3)</code></pre>",
                ["def rise(dough):\n    return dough.wait(hours=3)"],
            ),
        ],
    )
    return (
        f"<body class='post-template tag-x'><div class='viewport'><header id='gh-head' class='gh-head outer'><nav class='gh-head-menu'>{_links('Home', 'About', 'Archive')}</nav><div class='gh-head-actions'><a class='gh-head-button' href='#/portal'>Subscribe</a></div></header><div class='site-content'><main id='site-main' class='site-main'><article class='article post tag-x'><header class='article-header gh-canvas'><div class='article-tag post-card-tags'><span class='post-card-primary-tag'><a href='/tag/x'>{s.category}</a></span></div><h1 class='article-title'>{s.title}</h1><p class='article-excerpt'>{s.words['about']}</p><div class='article-byline'><section class='article-byline-content'><ul class='author-list'><li>{_linked(s.author)}</li></ul><div class='article-byline-meta'><h4 class='author-name'>{_linked(s.author)}</h4><div class='byline-meta-content'><time class='byline-meta-date' datetime='{s.when:%Y-%m-%d}'>{s.day(s.when)}</time><span class='byline-reading-time'>4 min read</span></div></div></section></div></header><section class='gh-content gh-canvas'>{b}</section></article></main><section class='footer-cta outer'><h2>Sign up for more like this.</h2><a class='footer-cta-button'>Enter your email</a></section><aside class='read-more-wrap outer'><div class='read-more inner'>"
        + "".join(
            f"<article class='post-card'><a class='post-card-content-link' href='/q'><h2 class='post-card-title'>{o}</h2><div class='post-card-excerpt'>{s.words['excerpt']}</div></a><footer class='post-card-meta'><time>{s.day(s.when)}</time></footer></article>"
            for o in s.others[:3]
        )
        + f"</div></aside></div><footer class='site-footer outer'><div class='inner'><section class='copyright'>{s.site} © 2024</section><div class='gh-powered-by'>Powered by Ghost</div></footer></div></body>",
        t,
    )


def medium(s):
    """Medium: class names that say nothing, claps, a list of recommendations."""
    parts = [p for p in _parts(s) if not p.startswith("<")]
    b = "".join(f"<p id='{i}x' class='pw-post-body-paragraph nh ni fr nj'>{p}</p>" for i, p in enumerate(parts))
    t = [text for p in parts for text in _plain(p)]
    return (
        f"<body><div id='root'><div class='a b c'><div class='d e f'><a href='/signin'>Sign up</a> <a href='/signin'>Sign in</a></div><div class='l'><article><div class='l'><div class='l'><section><div><div class='gn go gp'><div class='ab ca'><div class='ch bg'><div><h1 class='pw-post-title gq gr'>{s.title}</h1><div><div class='speechify-ignore ab cp'><div class='speechify-ignore bh l'><div class='hu hv'><div><a href='/@x'><img alt='{s.author}' src='i.png'></a></div><div class='bn bh l'><div class='ab'><p class='be b'>{_linked(s.author)}</p><span>·</span><p class='be b'><button>Follow</button></p></div><div class='l'><span class='be b'>4 min read</span><span>·</span><span>{s.day(s.when)}</span></div></div></div><div class='ab cp'><div class='pw-multi-vote-count'><p><button>1.2K</button></p></div><div><p>38</p></div><div>Listen</div><div>Share</div></div></div></div></div>{b}</div></div></div></div></section></div></div></article></div><div class='l'><div class='bh'><a href='/tag'>{s.tags[0]}</a></div><div><h2>Written by {s.author}</h2><span>12K Followers</span><p>{s.words['about']}</p></div><div><h2>More from {s.author}</h2>"
        + "".join(
            f"<div><article><h2>{o}</h2><h3>{s.words['excerpt']}</h3><p>5 min read · {s.day(s.when)}</p></article></div>"
            for o in s.others[:3]
        )
        + f"</div><div><h2>Recommended from Medium</h2><div><h2>{s.others[4]}</h2></div></div><div>Help Status About Careers Press Blog Privacy Terms</div></div></div></div></body>",
        t,
    )


def magazine(s):
    """A magazine: a banner about cookies, a letter to subscribe to and another article's link inside the text."""
    b, t = render(
        _parts(s, 7),
        [
            (0, share(s), []),
            (2, news(s), []),
            (3, f"<div class='read-also'><span>Leggi anche:</span> <a href='/r'>{s.others[3]}</a></div>", []),
            (5, "<div class='adsbygoogle ad-slot'><span>Advertisement</span></div>", []),
            (4, "<blockquote class='pullquote'><p>" + s.others[6] + "</p></blockquote>", [s.others[6]]),
        ],
    )
    return (
        f"<body class='single'>{cookie(s)}<header class='site-header'><div class='top-bar'>{s.day(s.when)}</div><nav class='main-menu'>{_links(*s.words['categories'])}</nav></header><div class='container'><main><div class='breadcrumb'>Home » {s.category} » {s.title}</div><article class='single-article'><header><span class='kicker'>{s.category}</span><h1>{s.title}</h1><p class='subtitle'>{s.words['about']}</p><div class='meta'>di <a rel='author' href='/a'>{s.author}</a> | <time datetime='{s.when:%Y-%m-%dT%H:%M}'>{s.day(s.when)}</time> | 5 minuti di lettura</div></header><figure class='featured'><img src='a.jpg'><figcaption>Foto: archivio della redazione</figcaption></figure><div class='article-body'>{b}</div><div class='tags'>Tag: {_linked(s.tags[0])}</div><div class='author-box'><h4>{s.author}</h4><p>{s.bio}</p></div></article>{related(s)}<section id='comments'><h3>Commenti</h3><p>Accedi per commentare</p></section></main><aside class='sidebar'><h3>Più letti</h3>{_links(*s.others[:5])}</aside></div><footer class='footer'><p>© 2023 {s.site} — Tutti i diritti riservati. P.IVA 00000000000</p>{_links('Privacy', 'Cookie', 'Contatti')}</footer></body>",
        t,
    )


def nextjs(s):
    """A newspaper: generated class names, advertisements between paragraphs, a table."""
    parts = _parts(s, 7)
    out = []
    t = []
    for p in parts:
        t += _plain(p)
        out.append(p if p.startswith("<") else f"<div class='css-1x2y3z'><p class='css-at9mc1 evys1bk0'>{p}</p></div>")
        if len(out) == 3:
            out.append("<div id='story-ad-1-wrapper' class='css-9tf9ac'><a href='#after'>Skip advertisement</a></div>")
    table = "<table><thead><tr><th>Loaf</th><th>Minutes</th></tr></thead><tbody><tr><td>Rye</td><td>55</td></tr></tbody></table>"
    return (
        f"<body><div id='__next'><div><a href='#site-content'>Skip to content</a><a href='#site-index'>Skip to site index</a></div><header class='css-1bymuyk'><div>{_links('World', 'Business', 'Opinion')}</div></header><div id='site-content' role='main'><article id='story' class='css-1vxca1d'><header class='css-1q3l6hj'><h1 data-testid='headline' id='link-1' class='css-1l8buln'>{s.title}</h1><p id='article-summary' class='css-1n0orw4'>{s.words['about']}</p><div class='css-1lvorsa'><div class='css-gb'>Share full article</div><div>38</div></div></header><div class='css-233int'><p class='css-4anu6l'><span class='byline-prefix'>By </span><a href='/by/x'>{s.author}</a></p><time datetime='{s.when:%Y-%m-%dT%H:%M:%S}-04:00' class='css-1sbuyqj'>{s.day(s.when)}</time></div><section name='articleBody' class='meteredContent css-1r7ky0e'>{''.join(out)}{table}</section><div class='bottom-of-article'><div class='css-ce'><p>{s.author} is a reporter covering weather and bread. <a href='/more'>More about {s.author}</a></p></div><p>A version of this article appears in print on page A1 of the edition with the headline: {s.title}. <a>Order Reprints</a> | <a>Subscribe</a></p></div></article></div><section id='styln-related'><h2>Related Content</h2><div><h3>{s.others[0]}</h3><h3>{s.others[1]}</h3></div></section><footer><nav>{_links('© 2024', 'Contact Us', 'Work with us', 'Terms of Service')}</nav></footer></div></body>",
        [*t, "Loaf", "Minutes", "Rye", "55"],
    )


def hugo(s):
    """A static blog: a table of contents, code, headings with anchors."""
    b, t = render(
        _parts(s),
        [
            (1, "<h2 id='s'>" + s.others[5] + " <a class='anchor' href='#s'>#</a></h2>", [s.others[5]]),
            (
                2,
                "<div class='highlight'><pre tabindex='0'><code>$ bake --slow\n$ wait</code></pre></div>",
                ["$ bake --slow\n$ wait"],
            ),
        ],
    )
    return (
        f"<body id='top'><header class='header'><nav class='nav'><div class='logo'><a href='/'>{s.site}</a></div><ul id='menu'><li><a href='/posts'>Posts</a></li><li><a href='/tags'>Tags</a></li></ul></nav></header><main class='main'><article class='post-single'><header class='post-header'><div class='breadcrumbs'><a href='/'>Home</a> » <a href='/posts/'>Posts</a></div><h1 class='post-title entry-hint-parent'>{s.title}</h1><div class='post-meta'><span title='x'>{s.day(s.when)}</span> · 4 min · {s.author}</div></header><div class='toc'><details><summary>Table of Contents</summary><ul><li><a href='#s'>{s.others[5]}</a></li></ul></details></div><div class='post-content'>{b}</div><footer class='post-footer'><ul class='post-tags'><li><a href='/tags/x'>{s.tags[0]}</a></li></ul><nav class='paginav'><a class='prev' href='/p'><span class='title'>« Prev</span><br><span>{s.others[0]}</span></a><a class='next'><span class='title'>Next »</span><br><span>{s.others[1]}</span></a></nav></footer></article></main><footer class='footer'><span>© 2024 <a href='/'>{s.site}</a></span> <span>Powered by Hugo & PaperMod</span></footer></body>",
        t,
    )


def substack(s):
    """A newsletter's page: buttons and boxes inside the text."""
    b, t = render(
        _parts(s, 7),
        [
            (
                2,
                "<div class='subscription-widget-wrap-editor'><div class='subscription-widget show-subscribe'><div class='preamble'><p class='cta-caption'>Thanks for reading! Subscribe for free to receive new posts and support my work.</p></div></div></div>",
                [],
            ),
            (5, "<p class='button-wrapper'><a class='button primary' href='/share'><span>Share</span></a></p>", []),
        ],
    )
    return (
        f"<body><div id='entry'><div id='main' class='main typography'><div class='main-menu'><div class='topbar'><a href='/'>{s.site}</a> <button>Subscribe</button> <button>Sign in</button></div></div><div><div class='single-post-container'><div class='container'><div class='single-post'><article class='typography newsletter-post post'><div class='post-header'><h1 class='post-title published'>{s.title}</h1><h3 class='subtitle'>{s.words['about']}</h3><div class='pencraft'><div class='pencraft'><a href='/@x'>{s.author}</a></div><div class='pencraft meta'>{s.day(s.when)}</div></div><div class='post-ufi'><a class='post-ufi-button'>24</a><a>3</a><a>Share</a></div></div><div><div class='available-content'><div class='body markup'>{b}</div></div></div></article></div></div><div class='container'><div class='comments-section'><h4>Discussion about this post</h4><div>Comments</div></div></div></div></div></div><div class='footer'>© 2024 {s.author} <a>Privacy</a> ∙ <a>Terms</a> <a>Start your Substack</a></div></div></div></body>",
        t,
    )


def endless(s):
    """A page that goes on with other articles as one scrolls; a box inside the text that belongs to it."""
    b, t = render(
        _parts(s, 8),
        [
            (
                1,
                "<div class='info-box'><h4>In brief</h4><ul><li>Bread needs patience</li><li>Doors need water</li></ul></div>",
                ["In brief", "Bread needs patience", "Doors need water"],
            ),
            (3, "<figure><img src='a.png'><figcaption>The door, seen from the pier</figcaption></figure>", []),
            (6, "<p><em>" + s.others[4] + "</em></p>", [s.others[4]]),
        ],
    )
    cards = "".join(
        f"<div class='infinite-scroll-item'><article class='teaser'><h2><a href='/i'>{o}</a></h2><p>{s.words['excerpt']}</p><span class='date'>{s.day(s.when)}</span></article></div>"
        for o in s.others[:4]
    )
    return (
        f"<body>{cookie(s)}<div class='page-wrapper'><header role='banner'>{_links('News', 'Reviews', 'Podcast')}</header><div class='content-wrap'><div class='post-wrap'><h1 class='entry-title'>{s.title}</h1><div class='post-details'><span>Written by {s.author}</span><span>Updated {s.day(s.when)}</span><span>Reading time: 6 minutes</span></div><div class='post-inner'>{b}</div>{news(s)}<div class='post-share-bottom'><span>Share this:</span> <a href='/f'>Facebook</a> <a href='/t'>Twitter</a></div></div></div><div class='infinite-scroll-container'>{cards}</div><footer role='contentinfo'><p>All content © {s.site}. Do not republish.</p></footer></div></body>",
        t,
    )
