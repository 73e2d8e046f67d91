"""Blogs that others hosted: TypePad and Blogger through the years."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, month_table

TYPEPAD = {
    "en": ("Posted by {a} on {d} at {t} in {c} | Permalink", "TrackBack", "TrackBack URL for this entry:", "Listed below are links to weblogs that reference {x}:", "from", "Read More", "Tracked on {d} at {t}", "Comments", "Posted by: {n} | {d} at {t}", "The comments to this entry are closed.", "Post a comment", "Comments", "Main", "About", "Recent Posts"),
    "fr": ("Rédigé par {a} le {d} à {t} dans {c} | Lien permanent", "TrackBack", "URL TrackBack de cette note:", "Voici les sites qui parlent de {x}:", "de", "Lire la suite", "Notifié le {d} à {t}", "Commentaires", "Rédigé par: {n} | {d} à {t}", "Les commentaires sont fermés.", "Poster un commentaire", "Commentaires", "Accueil", "À propos", "Notes récentes"),
    "it": ("Scritto da {a} il {d} alle {t} in {c} | Permalink", "TrackBack", "URL per il TrackBack a questo post:", "Di seguito i blog che fanno riferimento a {x}:", "da", "Leggi il resto", "Rilevato il {d} alle {t}", "Commenti", "Scritto da: {n} | {d} a {t}", "I commenti per questa nota sono chiusi.", "Scrivi un commento", "Commenti", "Principale", "Chi sono", "Post recenti"),
    "de": ("Geschrieben von {a} am {d} um {t} in {c} | Permalink", "TrackBack", "TrackBack-URL dieses Eintrags:", "Listed below are links to weblogs that reference {x}:", "von", "Weiterlesen", "Aufgezeichnet am {d} um {t}", "Kommentare", "Kommentiert von: {n} | {d} um {t}", "Die Kommentare sind geschlossen.", "Kommentar schreiben", "Kommentare", "Startseite", "Über", "Neueste Beiträge"),
    "es": ("Publicado por {a} el {d} a las {t} en {c} | Enlace permanente", "TrackBack", "URL del Trackback para esta entrada:", "Listed below are links to weblogs that reference {x}:", "de", "Leer más", "Registrado el {d} a las {t}", "Comentarios", "Publicado por: {n} | {d} a las {t}", "Los comentarios de esta entrada están cerrados.", "Publicar un comentario", "Comentarios", "Inicio", "Acerca de", "Entradas recientes"),
    "nl": ("Gepost door {a} op {d} om {t} in {c} | Permalink", "TrackBack", "TrackBack URL voor dit bericht:", "Hieronder ziet u weblogs die verwijzen naar {x}:", "van", "Lees verder", "Geregistreerd op {d} om {t}", "Reacties", "Gepost door: {n} | {d} om {t}", "De reacties op dit bericht zijn gesloten.", "Plaats een reactie", "Reacties", "Start", "Over", "Recente berichten"),
}  # fmt: skip


def _typepad(s: Scene, modern: bool) -> str:
    foot, heading, url, listed, of, more, tracked, comments, by, closed, post, *_ = TYPEPAD[s.language]
    kind = "long" if not modern else s.rng.choice(("long", "numeric")) if s.language != "en" else "long"
    at = lambda when: {"d": s.day(when, kind), "t": s.clock(when, "AM" if s.language == "en" else "24")}  # noqa: E731
    s.categories_shown = True
    s.pings_shown = bool(s.mentions)
    parts = [
        f'<p class="{"entry-footer" if not modern else "entry-footer-info"}"><span class="post-footers">{foot.format(a=s.author, c=f"<a>{s.category}</a>", **at(s.when))}</span></p>'
    ]
    if s.mentions or s.rng.random() < 0.5:
        s.ping_url = f"{s.host}/t/trackback/{s.ident}/8{s.ident}"
        pings = "".join(
            f'<div class="trackback"><h4 class="trackback-header">» <a href="{m.url}">{m.title}</a> {of} {m.blog}</h4><p>{m.excerpt} <a>[{more}]</a></p><p class="trackback-footer">{tracked.format(**at(m.when))}</p></div>'
            for m in s.mentions
        )
        intro = f"<p>{listed.format(x=f'<a>{e(s.title)}</a>')}</p>" if s.mentions else ""
        parts.append(
            f'<div class="trackbacks" id="trackback"><h3 class="trackbacks-header">{heading}</h3><div class="trackbacks-info"><p>{url}<br />{s.ping_url}</p></div>{intro}{pings}</div>'
        )
    listing = "".join(
        f'<div class="comment" id="comment-{70 + i}"><div class="comment-content">{s.said(c)}</div><p class="comment-footer">{by.format(n=s.link(c), **at(c.when))}</p></div>'
        for i, c in enumerate(s.remarks)
    )
    end = f"<p>{closed}</p>" if s.rng.random() < 0.5 else f'<div class="comments-open"><h3>{post}</h3></div>'
    if s.remarks:
        parts.append(
            f'<div class="comments" id="comments"><h3 class="comments-header">{comments}</h3><div class="comments-body">{listing}</div>{end}</div>'
        )
    return "".join(parts)


@offered_in(*TYPEPAD)
def typepad_classic(s: Scene) -> str:
    """TypePad's first designs: the date above the title, everything about the post below it."""
    w = TYPEPAD[s.language]
    older, newer = s.others[:2]
    return f"""<body><div id="container"><div id="container-inner" class="pkg"><div id="banner"><div id="banner-inner"><h1 id="banner-header"><a>{s.site}</a></h1><h2 id="banner-description">{s.tagline}</h2></div></div>
<div id="pagebody"><div id="alpha"><p class="content-nav"><a>« {older}</a> | <a>{w[12]}</a> | <a>{newer} »</a></p><h2 class="date-header">{s.day(s.when, s.rng.choice(("week", "long")))}</h2>
<div class="entry"><h3 class="entry-header">{e(s.title)}</h3><div class="entry-content"><div class="entry-body">{s.body()}</div></div>{_typepad(s, False)}</div></div>
<div id="beta"><div class="module-photo module"><h2 class="module-header">{w[13]}</h2><div class="module-content">{s.words["about"]}</div></div>{month_table(s)}<div class="module"><h2 class="module-header">{w[14]}</h2>{items(*s.others[2:6])}</div></div></div></div></div></body>"""


@offered_in(*TYPEPAD)
def typepad_later(s: Scene) -> str:
    """TypePad from 2009 on: the column on the left, dates sometimes in numbers."""
    w = TYPEPAD[s.language]
    return f"""<body class="layout-two-column-left"><div id="container"><div id="banner"><h1><a>{s.site}</a></h1><h2>{s.tagline}</h2></div><div id="nav"><ul><li>{w[12]}</li><li>Archives</li><li>Profile</li></ul></div>
<div id="beta"><div class="module"><h2 class="module-header">{w[14]}</h2>{items(*s.others[2:6])}</div><div class="module">{items(month_name(s), month_name(s, 1))}</div></div>
<div id="alpha"><div class="entry" id="entry-6a{s.ident}"><h2 class="date-header">{s.day(s.when)}</h2><h3 class="entry-header">{e(s.title)}</h3><div class="entry-content">{s.body()}</div>{_typepad(s, True)}</div></div></div></body>"""


BLOGGER = {
    "en": ("{n} said...", "Posted by {a} at {t}", "Labels: {g}", "{k} comments:", "1 comment:", "Post a Comment", "Newer Post", "Older Post", "Home", "Subscribe to: Post Comments (Atom)", "About Me", "View my complete profile", "Blog Archive", "Links to this post", "Create a Link", "{k} Comments:", "At {d}, {n} said...", "Previous Posts", "Reply"),
    "fr": ("{n} a dit…", "Publié par {a} à {t}", "Libellés : {g}", "{k} commentaires:", "1 commentaire:", "Enregistrer un commentaire", "Article plus récent", "Article plus ancien", "Accueil", "Inscription à : Publier les commentaires (Atom)", "Qui êtes-vous ?", "Afficher mon profil complet", "Archives du blog", "Liens vers cet article", "Créer un lien", "{k} commentaires:", "À {d}, {n} a dit…", "Messages précédents", "Répondre"),
    "it": ("{n} ha detto...", "Pubblicato da {a} a {t}", "Etichette: {g}", "{k} commenti:", "1 commento:", "Posta un commento", "Post più recente", "Post più vecchio", "Home page", "Iscriviti a: Commenti sul post (Atom)", "Informazioni personali", "Visualizza il mio profilo completo", "Archivio blog", "Link a questo post", "Crea un link", "{k} commenti:", "Alle {d}, {n} ha detto…", "Post precedenti", "Rispondi"),
    "de": ("{n} hat gesagt…", "Eingestellt von {a} um {t}", "Labels: {g}", "{k} Kommentare:", "1 Kommentar:", "Kommentar veröffentlichen", "Neuerer Post", "Älterer Post", "Startseite", "Abonnieren Kommentare zum Post (Atom)", "Über mich", "Mein Profil vollständig anzeigen", "Blog-Archiv", "Links zu diesem Post", "Link erstellen", "{k} Kommentare:", "Um {d} hat {n} gesagt…", "Frühere Posts", "Antworten"),
    "es": ("{n} dijo...", "Publicado por {a} en {t}", "Etiquetas: {g}", "{k} comentarios:", "1 comentario:", "Publicar un comentario en la entrada", "Entrada más reciente", "Entrada antigua", "Página principal", "Suscribirse a: Enviar comentarios (Atom)", "Datos personales", "Ver todo mi perfil", "Archivo del blog", "Enlaces a esta entrada", "Crear un enlace", "{k} Comentarios:", "A las {d}, {n} dijo…", "Entradas anteriores", "Responder"),
    "pt": ("{n} disse...", "Postado por {a} às {t}", "Marcadores: {g}", "{k} comentários:", "Um comentário:", "Postar um comentário", "Postagem mais recente", "Postagem mais antiga", "Página inicial", "Assinar: Postar comentários (Atom)", "Quem sou eu", "Visualizar meu perfil completo", "Arquivo do blog", "Links para esta postagem", "Criar um link", "{k} comentários:", "Às {d}, {n} disse…", "Postagens anteriores", "Responder"),
    "nl": ("{n} zei...", "Gepost door {a} op {t}", "Labels: {g}", "{k} opmerkingen:", "1 opmerking:", "Een reactie posten", "Nieuwere post", "Oudere post", "Homepage", "Abonneren op: Reacties posten (Atom)", "Over mij", "Mijn volledige profiel tonen", "Blogarchief", "Links naar dit bericht", "Een link maken", "{k} reacties:", "Om {d} zei {n}…", "Eerdere berichten", "Beantwoorden"),
}  # fmt: skip


def _clock(s: Scene, when) -> str:
    return s.clock(when, "AM" if s.language == "en" else "24").removeprefix("0")


def _header_day(s: Scene) -> str:
    if s.language in ("it", "pt", "es") and s.rng.random() < 0.4:
        return s.day(s.when, "usweek")
    return s.day(s.when, "week")


@offered_in()
def blogger_2004(s: Scene) -> str:
    """Blogger's first templates (Minima, Rounders): "At 10:12 PM, X said…", comments below, no labels."""
    w = BLOGGER[s.language]
    listing = "".join(
        f'<dt class="comment-poster" id="c{1000 + i}"><a name="c{i}"></a>{w[16].format(n=s.link(c), d=f"{s.day(c.when)} {_clock(s, c.when)}")}</dt>'
        f'<dd class="comment-body">{s.said(c)}</dd><dd class="comment-timestamp"><a>#</a></dd>'
        for i, c in enumerate(s.remarks)
    )
    head = f'<h4>{w[15].format(k=len(s.remarks))}</h4><dl id="comments-block">{listing}</dl>' if s.remarks else ""
    return f"""<body><div id="header"><h1 id="blog-title"><a>{s.site}</a></h1><p id="description">{s.tagline}</p></div><div id="content"><div id="main"><div id="main2">
<h2 class="date-header">{_header_day(s)}</h2><div class="post"><h3 class="post-title">{e(s.title)}</h3><div class="post-body"><div>{s.body()}</div></div>
<p class="post-footer"><em>{w[1].format(a=s.author, t=f"<a>{_clock(s, s.when)}</a>")}</em></p></div>
<div id="comments">{head}<p class="comment-timestamp"><a>{w[5]}</a></p><p><a>&lt;&lt; {w[8]}</a></p></div></div></div>
<div id="sidebar"><div id="profile-container"><h2 class="sidebar-title">{w[10]}</h2><dl><dd><strong>{s.author}</strong></dd></dl><p class="profile-textblock">{s.words["about"]}</p><p class="profile-link"><a>{w[11]}</a></p></div>
<h2 class="sidebar-title">{w[17]}</h2>{items(*s.others[:4])}<p id="powered-by"><a><img alt="Powered by Blogger"></a></p></div></div></body>"""


@offered_in()
def blogger_2007(s: Scene) -> str:
    """Blogger with layouts: "X said...", the date below each comment, labels, links to this post."""
    w = BLOGGER[s.language]
    s.tags_shown = True
    listing = "".join(
        f'<dt class="comment-author" id="c{1000 + i}"><a name="c{i}"></a>{w[0].format(n=s.link(c))}</dt><dd class="comment-body">{s.said(c)}</dd>'
        f'<dd class="comment-footer"><span class="comment-timestamp"><a>{s.day(c.when)} {_clock(s, c.when)}</a></span></dd>'
        for i, c in enumerate(s.remarks)
    )
    heading = w[4] if len(s.remarks) == 1 else w[3].format(k=len(s.remarks))
    head = f'<h4>{heading}</h4><dl id="comments-block">{listing}</dl>' if s.remarks else ""
    links = (
        f'<div id="backlinks-container"><h4>{w[13]}</h4><p class="comment-footer"><a>{w[14]}</a></p></div>'
        if s.rng.random() < 0.5
        else ""
    )
    tags = w[2].format(g=", ".join(f'<a rel="tag">{t}</a>' for t in s.tags))
    return f"""<body><div id="outer-wrapper"><div id="header-wrapper"><div id="header"><h1 class="title"><a>{s.site}</a></h1><p class="description"><span>{s.tagline}</span></p></div></div>
<div id="content-wrapper"><div id="main-wrapper"><div id="main"><div class="blog-posts hfeed"><h2 class="date-header">{_header_day(s)}</h2>
<div class="post hentry"><a name="{s.ident}"></a><h3 class="post-title entry-title"><a>{e(s.title)}</a></h3><div class="post-header-line-1"></div><div class="post-body entry-content">{s.body()}</div>
<div class="post-footer"><p class="post-footer-line post-footer-line-1"><span class="post-author vcard">{w[1].format(a=f'<span class="fn">{s.author}</span>', t=f'<a><abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}+02:00">{_clock(s, s.when)}</abbr></a>')}</span></p>
<p class="post-footer-line post-footer-line-2"><span class="post-labels">{tags}</span></p></div></div>
<div class="comments" id="comments">{head}<p class="comment-footer"><a>{w[5]}</a></p>{links}</div></div>
<div class="blog-pager" id="blog-pager"><span id="blog-pager-newer-link"><a>{w[6]}</a></span> <span id="blog-pager-older-link"><a>{w[7]}</a></span> <a class="home-link">{w[8]}</a></div><div class="feed-links">{w[9]}</div></div></div>
<div id="sidebar-wrapper"><div class="widget Profile"><h2>{w[10]}</h2><dl class="profile-datablock"><dt class="profile-data">{s.author}</dt><dd>{s.words["about"]}</dd></dl><a class="profile-link">{w[11]}</a></div><div class="widget BlogArchive"><h2>{w[12]}</h2>{items(f"{s.when.year} (12)", month_name(s, 5), *s.others[:3])}</div></div></div></div></body>"""


@offered_in()
def blogger_2011(s: Scene) -> str:
    """Blogger's Simple template: threads, name and date side by side."""
    w = BLOGGER[s.language]
    s.tags_shown = True
    s.thread()
    s.flatten()

    def walk(parent):
        return "".join(
            f'<li class="comment" id="c{2000 + i}"><div class="avatar-image-container"><img></div><div class="comment-block"><div class="comment-header"><cite class="user">{s.link(s.remarks[i])}</cite><span class="datetime secondary-text"><a>{s.day(s.remarks[i].when)} {_clock(s, s.remarks[i].when)}</a></span></div>'
            f'<p class="comment-content">{s.said(s.remarks[i], "br")}</p><span class="comment-actions secondary-text"><a>{w[18]}</a></span></div><div class="comment-replies"><div class="comment-thread inline-thread"><ol>{walk(i)}</ol></div></div></li>'
            for i in s.nested(parent)
        )

    heading = w[4] if len(s.remarks) == 1 else w[3].format(k=len(s.remarks))
    head = (
        f'<h4>{heading}</h4><div class="comments-content"><div class="comment-holder"><div class="comment-thread toplevel-thread"><ol>{walk(None)}</ol></div></div></div>'
        if s.remarks
        else ""
    )
    tags = w[2].format(g=", ".join(f'<a rel="tag">{t}</a>' for t in s.tags))
    return f"""<body><div class="body-fauxcolumns"></div><div class="content"><div class="content-inner"><header><div class="header-outer"><h1 class="title"><a>{s.site}</a></h1><div class="descriptionwrapper"><p class="description">{s.tagline}</p></div></div></header><div class="tabs-outer"><ul><li>{w[8]}</li><li>{w[10]}</li></ul></div>
<div class="main-outer"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{_header_day(s)}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title">{e(s.title)}</h3>
<div class="post-body entry-content" id="post-body-{s.ident}">{s.body()}</div><div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">{w[1].format(a=f'<span class="fn"><a class="g-profile"><span>{s.author}</span></a></span>', t=f'<a class="timestamp-link"><abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}-07:00">{_clock(s, s.when)}</abbr></a>')}</span>
<div class="post-share-buttons goog-inline-block"><a>Email This</a><a>BlogThis!</a><a>Share to Twitter</a></div></div><div class="post-footer-line"><span class="post-labels">{tags}</span></div></div></div>
<div class="comments" id="comments">{head}<p class="comment-footer"><a>{w[5]}</a></p></div></div></div></div></div>
<div class="blog-pager"><a>{w[6]}</a> <a>{w[7]}</a> <a>{w[8]}</a></div><div class="post-feeds">{w[9]}</div></div>
<div class="column-right-outer"><aside><div class="widget Profile"><h2>{w[10]}</h2><dl><dt>{s.author}</dt></dl><a>{w[11]}</a></div><div class="widget"><h2>{w[12]}</h2>{items(f"{s.when.year} (9)", *s.others[:3])}</div></aside></div></div></div></body>"""
