"""Dotclear and Serendipity."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, month_table

DOTCLEAR = {
    "fr": {"go": "Aller au contenu | Aller au menu | Aller à la recherche", "by": "Par {a} le {d}, {t} - {c} - Lien permanent", "old": "Par {a}, {d} à {t} :: {c} :: #{i} :: rss", "comments": "Commentaires", "none": "Aucun commentaire pour le moment.", "head": "{k}. Le {d}, {t} par {n}", "head1": "{k}. Le {d} à {t}, par {n}",
           "add": "Ajouter un commentaire", "fields": ("Nom ou pseudo :", "Adresse email :", "Site web (facultatif) :", "Commentaire :"), "code": "Le code HTML est affiché comme du texte et les adresses web sont automatiquement transformées.", "continue": "La discussion continue ailleurs", "pingurl": "URL de rétrolien : {u}", "tb": "{k}. Le {d}, {t} de {b}", "feed": "Fil des commentaires de ce billet",
           "nopings": "Aucun trackback.", "todo": "Pour faire un trackback sur ce billet : {u}", "tb1": "{k}. Le {d} à {t}, de {b}", "search": "Recherche", "tags": "Mots clés :", "last": "Derniers billets", "subs": "S'abonner", "powered": "Propulsé par Dotclear", "word": "Trackbacks"},
    "en": {"go": "To content | To menu | To search", "by": "By {a} on {d}, {t} - {c} - Permalink", "old": "By {a}, {d} at {t} :: {c} :: #{i} :: rss", "comments": "Comments", "none": "No comments for the moment.", "head": "{k}. On {d}, {t} by {n}", "head1": "{k}. On {d} at {t}, by {n}",
           "add": "Add a comment", "fields": ("Name or nickname:", "Email address:", "Website (optional):", "Comment:"), "code": "HTML code is displayed as text and web addresses are automatically converted.", "continue": "They posted on the same topic", "pingurl": "Trackback URL : {u}", "tb": "{k}. On {d}, {t} from {b}", "feed": "This post's comments feed",
           "nopings": "No trackback.", "todo": "To trackback this entry: {u}", "tb1": "{k}. On {d} at {t}, from {b}", "search": "Search", "tags": "Tags:", "last": "Last posts", "subs": "Subscribe", "powered": "Powered by Dotclear", "word": "Trackbacks"},
}  # fmt: skip
S9Y = {
    "de": {"by": "Geschrieben von {a} in {c} um {t}", "counts": "Kommentare ({k}) | Trackbacks ({p})", "url": "Trackback-URL für diesen Eintrag", "none": "Keine Trackbacks", "weblog": "Weblog: {b}", "tracked": "Aufgenommen: {d}", "view": "Ansicht der Kommentare: (Linear | Verschachtelt)", "on": "am", "home": "Homepage", "reply": "Antwort", "nothing": "Noch keine Kommentare", "add": "Kommentar schreiben", "comments": "Kommentare",
           "hint": "Umschließende Sterne heben ein Wort hervor (*wort*), per _wort_ kann ein Wort unterstrichen werden.", "calendar": "Kalender", "search": "Suche", "archives": "Archive", "cats": "Kategorien", "answer": "Antwort zu", "tags": "Tags für diesen Artikel:", "prev": "Zurück", "said": "{n} am {d}:"},
    "en": {"by": "Posted by {a} in {c} at {t}", "counts": "Comments ({k}) | Trackbacks ({p})", "url": "Trackback specific URI for this entry", "none": "No Trackbacks", "weblog": "Weblog: {b}", "tracked": "Tracked: {d}", "view": "Display comments as (Linear | Threaded)", "on": "on", "home": "Homepage", "reply": "Reply", "nothing": "No comments", "add": "Add Comment", "comments": "Comments",
           "hint": "Enclosing asterisks marks text as bold (*word*), underscore are made via _word_.", "calendar": "Calendar", "search": "Quicksearch", "archives": "Archives", "cats": "Categories", "answer": "In reply to", "tags": "Defined tags for this entry:", "prev": "Back", "said": "{n} on {d}:"},
    "nl": {"by": "Geschreven door {a} in {c} om {t}", "counts": "Reacties ({k}) | Trackbacks ({p})", "url": "Trackback specifieke URI voor dit artikel", "none": "Geen Trackbacks", "weblog": "Weblog: {b}", "tracked": "Gevolgd: {d}", "view": "Toon reacties als (Lineair | Samengevoegd)", "on": "op", "home": "Homepage", "reply": "Antwoord", "nothing": "Geen reacties", "add": "Voeg reactie toe", "comments": "Reacties",
           "hint": "Woorden met sterretjes ervoor en erna worden vet weergegeven (*woord*).", "calendar": "Kalender", "search": "Snelzoeken", "archives": "Archief", "cats": "Categorieën", "answer": "In antwoord op", "tags": "Tags voor dit artikel:", "prev": "Terug", "said": "{n} op {d}:"},
}  # fmt: skip


@offered_in("fr", "en")
def dotclear_1(s: Scene) -> str:
    """Dotclear 1: the byline between double colons, trackbacks before the comments, numbered both."""
    w = DOTCLEAR[s.language]
    s.pings_shown = s.categories_shown = True
    s.ping_url = f"{s.host}/tb.php?id={s.ident}"
    kind = "week" if s.language == "fr" else "long"
    at = lambda when: {"d": s.day(when, kind), "t": s.clock(when)}  # noqa: E731
    for m in s.mentions:
        m.title, m.excerpt = m.title, m.excerpt
    pings = "".join(
        f'<p id="c{30 + i}" class="comment-info">{w["tb1"].format(k=f"<span>{i}</span>", b=f"<strong><a>{m.blog}</a></strong>", **at(m.when))}</p><blockquote><p><strong>{m.title}</strong></p><p>{m.excerpt}</p></blockquote>'
        for i, m in enumerate(s.mentions, 1)
    )
    comments = "".join(
        f'<p id="c{50 + i}" class="comment-info"><span class="comment-number">{w["head1"].format(k=f"<a>{i}</a>", n=f"<strong>{s.link(c)}</strong>" + (" :: <a>site</a>" if c.url else ""), **at(c.when))}</span></p><blockquote>{s.said(c)}</blockquote>'
        for i, c in enumerate(s.remarks, 1)
    )
    older, newer = s.others[:2]
    labels = "".join(f"<p class='field'><label>{label}</label><input></p>" for label in w["fields"])
    return f"""<body><div id="page"><div id="top"><h1><a>{s.site}</a></h1></div><p id="prelude">{w["go"]}</p><div id="main"><div id="content">
<p id="navlinks"><a>« {older}</a> - <a>{newer} »</a></p><h2 class="post-title">{e(s.title)}</h2><p class="post-info">{w["old"].format(a=s.author, c=f"<a>{s.category}</a>", i=s.ident, **at(s.when))}</p>
<div class="post-content">{s.body()}</div><div id="trackbacks"><h3 id="tb">{w["word"]}</h3>{pings or f"<p>{w['nopings']}</p>"}<p>{w["todo"].format(u=s.ping_url)}</p></div>
<div id="comments"><h3 id="co">{w["comments"]}</h3>{comments or f"<p>{w['none']}</p>"}</div><h3>{w["add"]}</h3><form>{labels}</form><p>{w["code"]}</p></div></div>
<div id="sidebar"><div id="search"><h2>{w["search"]}</h2></div><div id="calendar">{month_table(s)}</div><div id="lastentries"><h2>{w["last"]}</h2>{items(*s.others[2:5])}</div></div><p id="footer"><a>{w["powered"]}</a></p></div></body>"""


@offered_in("fr", "en")
def dotclear_2(s: Scene) -> str:
    """Dotclear 2: tags as a list under the title, the feed's link, "La discussion continue ailleurs"."""
    w = DOTCLEAR[s.language]
    s.pings_shown = s.categories_shown = s.tags_shown = True
    s.ping_url = f"{s.host}/index.php?trackback/{s.ident}"
    kind = "week" if s.language == "fr" else "usweek"
    at = lambda when: {"d": s.day(when, kind), "t": s.clock(when)}  # noqa: E731
    pings = "".join(
        f'<dt id="c{30 + i}" class="ping"><a class="comment-number">{i}.</a> {w["tb"].split(". ", 1)[1].format(b=f"<a>{m.blog}</a>", **at(m.when))}</dt><dd class="ping"><!-- TB --><p><strong>{m.title}</strong></p><p>{m.excerpt}</p></dd>'
        for i, m in enumerate(s.mentions, 1)
    )
    comments = "".join(
        f'<dt id="c{50 + i}" class="{"odd" if i % 2 else ""}"><a class="comment-number">{i}.</a> {w["head"].split(". ", 1)[1].format(n=s.link(c), **at(c.when))}</dt><dd class="odd">{s.said(c)}</dd>'
        for i, c in enumerate(s.remarks, 1)
    )
    older, newer = s.others[:2]
    tags = "".join(f"<li><a>{t}</a></li>" for t in s.tags)
    labels = "".join(f"<p class='field'><label>{label}</label><input></p>" for label in w["fields"])
    talk = f'<div id="comments"><h3>{w["comments"]}</h3><dl>{comments}</dl></div>' if s.remarks else ""
    return f"""<body class="dc-post"><div id="page"><div id="top"><h1><span><a>{s.site}</a></span></h1><p id="prelude">{w["go"]}</p></div><div id="wrapper"><div id="main"><div id="content">
<p id="navlinks"><a class="prev">« {older}</a> <span>-</span> <a class="next">{newer} »</a></p><div id="p{s.ident}" class="post"><h2 class="post-title">{e(s.title)}</h2><p class="post-info">{w["by"].format(a=s.author, c=f"<a>{s.category}</a>", **at(s.when))}</p><ul class="post-tags">{tags}</ul>
<div class="post-content">{s.body()}</div></div>{talk}<form id="comment-form"><h3>{w["add"]}</h3>{labels}<p class="form-help">{w["code"]}</p></form>
<div id="pings"><h3>{w["continue"]}</h3><dl>{pings}</dl><p id="ping-url">{w["pingurl"].format(u=s.ping_url)}</p></div><p id="comments-feed"><a>{w["feed"]}</a></p></div></div>
<div id="sidebar"><div id="blognav"><div id="search"><h2>{w["search"]}</h2></div><div class="lastposts"><h2>{w["last"]}</h2>{items(*s.others[2:5])}</div></div><div id="blogextra"><div class="syndicate"><h2>{w["subs"]}</h2>{items("Atom")}</div></div></div></div><div id="footer"><p>{w["powered"]}</p></div></div></body>"""


def _s9y_feedback(s: Scene, w: dict, dated: str) -> tuple[str, str]:
    pings = "".join(
        f'<div class="serendipity_comment serendipity_trackback" id="c{10 + i}"><a><strong>{m.title}</strong></a><br />{m.excerpt}<br /><div class="serendipity_trackback_source">{w["weblog"].format(b=m.blog)}<br />{w["tracked"].format(d=s.day(m.when, "abbr") + f", {m.when:%H:%M}")}</div></div>'
        for i, m in enumerate(s.mentions)
    )
    comments = ""
    traces: dict[int, str] = {}
    for place, c in enumerate(s.remarks):
        above = traces[c.parent] + "." if c.parent is not None else ""
        same = [t for t in traces.values() if t.rpartition(".")[0] == above.rstrip(".")]
        traces[place] = f"{above}{len(same) + 1}"
        home = f' (<a href="{c.url}">{w["home"]}</a>)' if c.url else ""
        when = f"{s.day(c.when, dated)} {c.when:%H:%M}"
        comments += (f'<a id="c{90 + place}"></a><div id="serendipity_comment_{90 + place}" class="serendipity_comment" style="padding-left: {20 * traces[place].count(".")}px"><div class="serendipity_commentBody">{s.said(c, "br")}</div>'
                     f'<div class="serendipity_comment_source"><a class="comment_source_trace">#{traces[place]}</a> <span class="comment_source_author">{e(c.name)}</span>{home} {w["on"]} <span class="comment_source_date">{when}</span> (<a class="comment_reply">{w["reply"]}</a>)</div></div>')  # fmt: skip
    return pings, comments


def _serendipity(s: Scene, dated: str, top: str, side: str) -> str:
    w = S9Y[s.language]
    s.pings_shown = s.categories_shown = True
    s.pings_stated = len(s.mentions)
    s.thread()
    s.flatten()
    pings, comments = _s9y_feedback(s, w, dated)
    return f"""<body>{top}<table id="mainpane"><tr>{side if s.rng.random() < 0.5 else ""}<td id="content"><div class="serendipity_Entry_Date"><h3 class="serendipity_date">{s.day(s.when, "week")}</h3>
<div class="serendipity_entry"><h4 class="serendipity_title"><a>{e(s.title)}</a></h4><div class="serendipity_entry_body">{s.body()}</div>
<div class="serendipity_entryFooter">{w["by"].format(a=f"<a>{s.author}</a>", c=f"<a>{s.category}</a>", t=s.clock(s.when))} | {w["counts"].format(k=len(s.remarks), p=len(s.mentions))}</div></div>
<div class="serendipity_comments serendipity_section_trackbacks"><div class="serendipity_commentsTitle">Trackbacks</div><div class="serendipity_center"><a rel="nofollow" href="{s.host}/comment.php?type=trackback&amp;entry_id={s.ident}">{w["url"]}</a></div>{pings or f"<div>{w['none']}</div>"}</div>
<div class="serendipity_comments serendipity_section_comments"><div class="serendipity_commentsTitle">{w["comments"]}</div><div class="serendipity_center">{w["view"]}</div>{comments or f"<div>{w['nothing']}</div>"}</div>
<div class="serendipity_section_commentform"><div class="serendipity_commentsTitle">{w["add"]}</div><form><table><tr><td>Name</td><td><input></td></tr><tr><td>E-Mail</td></tr><tr><td>{w["answer"]}</td></tr><tr><td>{w["hint"]}</td></tr></table></form></div></div></td>
<td id="serendipityRightSideBar"><div class="serendipitySideBarItem"><h3 class="serendipitySideBarTitle">{w["calendar"]}</h3>{month_table(s)}</div><div class="serendipitySideBarItem"><h3>{w["cats"]}</h3>{items(*s.words["categories"])}</div><div><h3>{w["archives"]}</h3>{items(month_name(s), month_name(s, 1))}</div></td></tr></table></body>"""


@offered_in(*S9Y)
def serendipity_1(s: Scene) -> str:
    """Serendipity's default: text first, then "#1 Name am 09.05.2007 21:17 (Antwort)"."""
    s.threaded = True
    head = f'<div id="serendipity_banner"><h1><a>{s.site}</a></h1><h2>{s.tagline}</h2></div>'
    return _linked(s, _serendipity(s, "numeric" if s.language == "de" else "iso", head, ""))


@offered_in(*S9Y)
def serendipity_2(s: Scene) -> str:
    """Serendipity with a left column, too, and ISO dates."""
    w = S9Y[s.language]
    head = f'<div id="header"><a class="homelink1"><h1>{s.site}</h1></a><a class="homelink2"><h2>{s.tagline}</h2></a></div>'
    side = f'<td id="serendipityLeftSideBar"><div class="serendipitySideBarItem"><h3>{w["search"]}</h3></div><div class="serendipitySideBarItem"><h3>{w["archives"]}</h3>{items(month_name(s), month_name(s, 1))}</div></td>'
    return _linked(s, _serendipity(s, "iso", head, side))


def _linked(s: Scene, markup: str) -> str:
    """The address for trackbacks is only a link's target: a dump of text has it not."""
    s.hidden.add("ping-in-text")
    s.ping_url = f"{s.host}/comment.php?type=trackback&entry_id={s.ident}"
    return markup
