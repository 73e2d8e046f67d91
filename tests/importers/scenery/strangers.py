"""Systems that the readers were not tuned on when these pages were written: their first figures are the honest ones."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, month_table

PERMALINK = ' class="permalink"'
REPLY = ' class="comment-reply-link"'


def a(text: str, href: str = "http://attic.example/x.html", rest: str = "") -> str:
    return f'<a href="{href}"{rest}>{text}</a>'


def _none(s: Scene) -> None:
    s.mentions = []


@offered_in("en", "de", "fr", "es", "it", "pt", "nl")
def livejournal(s: Scene) -> str:
    """LiveJournal's first scheme: tables in tables, "(no subject) / From: / Date:" above each comment."""
    _none(s)
    when = lambda d: f"{d:%Y-%m-%d} {d:%I:%M} {'am' if d.hour < 12 else 'pm'} (UTC)"  # noqa: E731
    body = (
        "<br /><br />\n".join(p for p in s.parts if not p.startswith("<ul"))
        .replace("<blockquote>", "")
        .replace("</blockquote>", "")
    )
    s.parts = [p for p in s.parts if not p.startswith("<ul")]

    def user(n):
        return f"<span class='ljuser' style='white-space: nowrap;'><a href='http://x.journal.example/profile'><img src='u.gif' alt='[info]' width='17' /></a><a href='http://x.journal.example/'><b>{e(n)}</b></a></span>"

    listing = "".join(
        f"""<a name='t{90 + i}'></a><table width='100%'><tr><td><img src='dot.gif' height='1' width='{25 * (i % 2)}' /></td><td width='100%'><table id='cmtbar{90 + i}' width='100%' class='talk-comment'><tr><td bgcolor='#c0c0c0'><table width='100%'><tr valign='middle'><td width='85%'><table><tr><td valign='middle'><font size='+1' face='Arial,Helvetica'><b>(no subject)</b></font></td></tr><tr><td><b>From:</b></td><td>{user(c.name)}</td></tr><tr><td align='right'><b>Date:</b></td><td><font size='-1'>{when(c.when)}</font> (<strong><a href='http://x.journal.example/{s.ident}.html?thread={i}#t{i}'>Link</a></strong>)</td></tr></table></td></tr></table></td></tr><tr><td>{s.said(c, "br")}<p style='margin: 0.7em 0'><font size='-2'>(<a href='http://x.journal.example/{s.ident}.html?replyto={i}'>Reply to this</a>)</font></p></td></tr></table></td></tr></table>"""
        for i, c in enumerate(s.remarks, 1)
    )
    stated = f"{len(s.remarks)} comments" if len(s.remarks) != 1 else "1 comment"
    return f"""<body><table width='100%' class='skip'><tr><td>{a("LiveJournal")} | {a("Login")} | {a("Create an Account")} | {a("Search")} | {a("Help")}</td></tr></table>
<table border='0' cellpadding='0' cellspacing='0'><tr><td><a href='http://x.journal.example/allpics'><img src='pic.png' width='100' height='100' alt='' /></a></td><td valign='middle'><b>{e(s.author)}</b> ({user("saltmarsh")}) wrote,<br /><font size='-1'>@ <a href='http://x.journal.example/{s.when:%Y}/'>{s.when:%Y}</a>-<a href='http://x.journal.example/{s.when:%Y/%m}/'>{s.when:%m}</a>-<a href='http://x.journal.example/{s.when:%Y/%m/%d}/'>{s.when:%d}</a> {s.when:%H:%M:%S}</font></td></tr></table>
<table><tr><td colspan='2'>{a("Previous Entry")} {a("Add to Memories")} {a("Tell a Friend")} {a("Next Entry")}</td></tr><tr><td align='right'><b>Current mood:</b></td><td><img src='m.gif' alt='' /> sleepy</td></tr><tr><td align='right'><b>Current music:</b></td><td>rain on the roof</td></tr></table>
<p style='margin: 0'><font face='Arial,Helvetica' size='+1'><i><b>{e(s.title)}</b></i></font></p><br />{body}<br style='clear: both' /><hr width='100%' size='2' align='center' />
<b>({stated})</b> <b>(<a href='http://x.journal.example/{s.ident}.html?mode=reply'>Post a new comment</a>)</b><p></p>{listing}<p>{a("Log in")} now. (<a href='http://x.journal.example/create'>Create account</a>, or use OpenID)</p></body>"""


@offered_in("fr", "en", "es", "de")
def b2evolution_1(s: Scene) -> str:
    """b2evolution 0.9 and 1: time, category and the count of words above the title."""
    w = {
        "fr": ("Catégories", "mots", "Français (FR)", "Lien permanent", "Commentaires, Trackbacks, Pingbacks:", "Adresse de trackback pour cet article:", "Commentaire de: {n} [Visiteur]", "Aucun Trackback/Pingback pour cet article...", "Laisser un commentaire:", "Votre adresse email ne sera <strong>pas</strong> révélée sur ce site.", "Votre commentaire:", "Balises HTML autorisées:"),
        "en": ("Categories", "words", "English (US)", "Permalink", "Comments, Trackbacks, Pingbacks:", "Trackback address for this post:", "Comment from: {n} [Visitor]", "No Trackbacks/Pingbacks for this post yet...", "Leave a comment:", "Your email address will <strong>not</strong> be displayed on this site.", "Comment text:", "Allowed XHTML tags:"),
        "es": ("Categorías", "palabras", "Español (ES)", "Enlace permanente", "Comentarios, Trackbacks, Pingbacks:", "Dirección de trackback para este post:", "Comentario de: {n} [Visitante]", "No hay Trackbacks/Pingbacks para este post...", "Dejar un comentario:", "Tu dirección de email <strong>no</strong> será mostrada en este sitio.", "Texto del comentario:", "Etiquetas XHTML permitidas:"),
        "de": ("Kategorien", "Wörter", "Deutsch (DE)", "Permalink", "Kommentare, Trackbacks, Pingbacks:", "Trackback-Adresse für diesen Eintrag:", "Kommentar von: {n} [Besucher]", "Für diesen Eintrag gibt es noch keine Trackbacks/Pingbacks...", "Kommentar hinterlassen:", "Ihre E-Mail-Adresse wird <strong>nicht</strong> auf der Seite angezeigt.", "Kommentartext:", "Erlaubte XHTML-Tags:"),
    }[s.language]  # fmt: skip
    _none(s)
    s.hide("author")
    s.categories_shown = True
    s.ping_url = f"{s.host}/htsrv/trackback.php?tb_id={s.ident}"
    listing = "".join(
        f'<div class="bComment"><a name="c{400 + i}"></a><div class="bCommentTitle">{w[6].format(n=s.link(c))}{" · " + a(c.url, c.url) if c.url else ""}</div><div class="bCommentText">{s.said(c)}</div><div class="bCommentSmallPrint">{a("<img src=p.gif alt=" + w[3] + ">")} {c.when:%d.%m.%y} @ {c.when:%H:%M}</div></div>'
        for i, c in enumerate(s.remarks)
    )
    return f"""<body><div class="wrapper"><div class="pageHeader"><h1>{a(s.site)}</h1><div class="NavBar">{s.tagline}</div></div>
<div class="bPosts"><h2>{s.day(s.when, "week")}</h2><div class="bPost" lang="{s.language}"><a name="1{s.ident}"></a><div class="bSmallHead"><a href="{s.host}/{s.slug}" title="{w[3]}"><img src="icon.gif" alt="{w[3]}" class="middle" /></a> {s.when:%H:%M:%S}, {w[0]}: <a href="{s.host}/blog.php?cat=4" title="Browse category">{s.category}</a>, {s.rng.randint(90, 400)} {w[1]} &nbsp; <img src="flag.gif" alt="{w[2]}" /></div>
<h3 class="bTitle">{a(e(s.title))}</h3><div class="bText">{s.body()}</div><div class="bSmallPrint">{a(w[3])}</div>
<h4>{w[4]}</h4><h5>{w[5]}</h5><p><code>{s.ping_url}</code></p>{listing}<p>{w[7]}</p>
<h4>{w[8]}</h4><form class="bComment"><fieldset><div class="label"><label>Nom:</label></div></fieldset><p>{w[9]}</p><div class="label">{w[10]}</div><p>{w[11]} &lt;p, ul, ol, li, em, strong&gt;</p></form></div></div>
<div class="bSideBar"><div class="bSideItem"><h2>{s.site}</h2><p>{s.words["about"]}</p>{items(*s.others[:3])}</div><div class="bSideItem">{month_table(s)}</div></div><div id="pageFooter"><p class="baseline">powered by {a("b2evolution")}</p></div></div></body>"""


@offered_in("nl", "en", "de", "fr")
def typepad_avatars(s: Scene) -> str:
    """TypePad from 2010 on: faces beside comments, "said in reply to", a count in the foot."""
    w = {
        "nl": ("Geplaatst op {d} om {t} in {c}", "Reacties ({k})", "TrackBack (0)", "Reacties", "U kunt dit gesprek volgen door u te abonneren op de reactiefeed van dit bericht.", "{n} zei...", "Beantwoorden", "Geplaatst door {a} op {d} om {t} in {c}", "Laat een reactie achter", "Uw gegevens", "(Naam is verplicht. E-mailadres wordt niet getoond bij de reactie.)"),
        "en": ("Posted on {d} at {t} in {c}", "Comments ({k})", "TrackBack (0)", "Comments", "You can follow this conversation by subscribing to the comment feed for this post.", "{n} said...", "Reply", "Posted by {a} on {d} at {t} in {c}", "Verify your Comment", "Your Information", "(Name is required. Email address will not be displayed with the comment.)"),
        "de": ("Veröffentlicht am {d} um {t} in {c}", "Kommentare ({k})", "TrackBack (0)", "Kommentare", "Sie können diese Konversation verfolgen, indem Sie den Kommentar-Feed dieses Eintrags abonnieren.", "{n} hat gesagt...", "Antworten", "Geschrieben von {a} am {d} um {t} in {c}", "Kommentar überprüfen", "Ihre Informationen", "(Name ist erforderlich. Die E-Mail-Adresse wird nicht angezeigt.)"),
        "fr": ("Publié le {d} à {t} dans {c}", "Commentaires ({k})", "TrackBack (0)", "Commentaires", "Vous pouvez suivre cette conversation en vous abonnant au flux des commentaires de cette note.", "{n} a dit...", "Répondre", "Rédigé par {a} le {d} à {t} dans {c}", "Vérifiez votre commentaire", "Vos informations", "(Le nom est obligatoire. L'adresse électronique ne sera pas affichée avec le commentaire.)"),
    }[s.language]  # fmt: skip
    _none(s)
    s.categories_shown = True
    at = lambda when: {"d": s.day(when), "t": s.clock(when, "AM" if s.language == "en" else "24")}  # noqa: E731
    listing = "".join(
        f'<div id="comment-6a00d83{i}" class="comment comment-{"even" if i % 2 else "odd"} comment-visitor"><div class="comment-avatar"><a href="http://p.example/"><img src="a.png" width="50" alt="" /></a></div><div class="comment-inner"><p class="comment-author"><span class="comment-author-name">{w[5].format(n=s.link(c))}</span></p><div class="comment-content"><span>{s.said(c)}</span></div><p class="comment-footer">{a(w[6])} <span class="comment-date">{a("{d} om {t}".replace(" om ", {"nl": " om ", "en": " at ", "de": " um ", "fr": " à "}[s.language]).format(**at(c.when)))}</span></p></div></div>'
        for i, c in enumerate(s.remarks)
    )
    feedback = f'<a id="comments"></a><div class="comments"><h3 class="comments-header">{w[3]}</h3><p class="feed-auto-discovery">{a("<img src=f.gif alt=Feed>")} {w[4]}</p><div class="comments-content">{listing}</div></div>' if s.remarks else ""  # fmt: skip
    return f"""<body class="layout-two-column-right individual"><div id="container"><div id="banner"><h1 id="banner-header">{a(s.site)}</h1><h2 id="banner-description">{s.tagline}</h2></div><div id="pagebody"><div id="alpha"><p class="content-nav">{a("« " + s.others[0])} | {a("Main")} | {a(s.others[1] + " »")}</p>
<div class="entry-category-x entry-author-y entry-type-post entry" id="entry-6a00"><h3 class="entry-header">{e(s.title)}</h3><div class="entry-content"><div class="entry-body">{s.body()}</div></div><p class="entry-footer"><span class="post-footers">{w[7].format(a=a(s.author), c=a(s.category, s.host + "/keuken/"), **at(s.when))}</span> <span class="separator">|</span> {a("Permalink", s.host, ' class="permalink"')} <span class="separator">|</span> {a(w[1].format(k=len(s.remarks)))}</p></div>
{feedback}<div id="comment-form"><h2>{w[8]}</h2><h3>{w[9]}</h3><p>{w[10]}</p></div></div>
<div id="beta"><div class="module-about module"><h2 class="module-header">{a("About")}</h2><div class="module-content">{s.words["about"]}</div></div><div class="module">{items(*s.others[2:5])}</div></div></div></div></body>"""


@offered_in("pt", "en", "it", "nl")
def drupal_garland(s: Scene) -> str:
    """Drupal 6 with Garland as translated: "Enviado por X em seg, 12/05/2008 - 14:33"."""
    w = {
        "pt": ("Enviado por {a} em {d}", "{d} — {n}", "Comentar", "responder", "Adicionar novo comentário", "Entre ou registre-se para postar comentários", "leituras", "Início", "Navegação", "seg ter qua qui sex sáb dom"),
        "en": ("Submitted by {a} on {d}", "{d} — {n}", "Comments", "reply", "Add new comment", "Login or register to post comments", "reads", "Home", "Navigation", "Mon Tue Wed Thu Fri Sat Sun"),
        "it": ("Inviato da {a} il {d}", "{d} — {n}", "Commenti", "rispondi", "Aggiungi un commento", "Accedi o registrati per inserire commenti", "letture", "Home", "Navigazione", "Lun Mar Mer Gio Ven Sab Dom"),
        "nl": ("Ingediend door {a} op {d}", "{d} — {n}", "Reacties", "reageer", "Nieuwe reactie toevoegen", "Login of registreer om te kunnen reageren", "keer gelezen", "Home", "Navigatie", "ma di wo do vr za zo"),
    }[s.language]  # fmt: skip
    _none(s)
    s.tags_shown = True

    def day(d):
        return (
            f"{w[9].split()[d.weekday()]}, {d:%m/%d/%Y - %H:%M}"
            if s.language == "en"
            else f"{w[9].split()[d.weekday()]}, {d:%d/%m/%Y - %H:%M}"
        )

    listing = "".join(
        f'<a id="comment-{50 + i}"></a><div class="comment comment-published {"odd" if i % 2 else "even"}"><div class="clear-block"><span class="submitted">{w[1].format(d=day(c.when), n=s.link(c) if c.url else e(c.name))}</span><h3><a href="/node/{s.ident}#comment-{50 + i}" class="active">{e(" ".join(c.text[0].split()[:4]))}</a></h3><div class="content">{s.said(c)}</div></div><div class="links"><ul class="links"><li class="comment_reply first last">{a(w[3])}</li></ul></div></div>'
        for i, c in enumerate(s.remarks)
    )
    terms = "".join(f'<li class="taxonomy_term_{i}">{a(t, "/taxonomy/term/" + str(i), " rel=" + chr(34) + "tag" + chr(34))}</li>' for i, t in enumerate(s.tags))  # fmt: skip
    return f"""<body class="sidebar-left"><div id="header-region" class="clear-block"></div><div id="wrapper"><div id="container" class="clear-block"><div id="header"><div id="logo-floater"><h1>{a(f"<span>{s.site}</span> {s.tagline}", "/")}</h1></div><ul class="links primary-links"><li>{a(w[7])}</li><li>{a("Blog")}</li></ul></div>
<div id="sidebar-left" class="sidebar"><div id="block-user-1" class="clear-block block block-user"><h2>{w[8]}</h2><div class="content">{items(*s.others[:3])}</div></div></div>
<div id="center"><div id="squeeze"><div class="right-corner"><div class="left-corner"><div class="breadcrumb">{a(w[7], "/")} › {a("Blog", "/blog")}</div><h2 class="with-tabs">{e(s.title)}</h2><div class="clear-block">
<div id="node-{s.ident}" class="node"><span class="submitted">{w[0].format(a=a(s.author, "/user/1"), d=day(s.when))}</span><div class="content clear-block">{s.body()}</div><div class="clear-block"><div class="meta"><div class="terms"><ul class="links inline">{terms}</ul></div></div><div class="links"><ul class="links inline"><li class="comment_add first">{a(w[4])}</li><li class="statistics_counter last"><span>{s.rng.randint(30, 3000)} {w[6]}</span></li></ul></div></div></div>
<div id="comments">{f"<h2 class='comments'>{w[2]}</h2>" if s.remarks else ""}{listing}</div></div><div id="footer">{a(w[5])}</div></div></div></div></div></div></div></body>"""


@offered_in("es", "en", "it", "de")
def textpattern_4(s: Scene) -> str:
    """Textpattern 4.4's default: dates in `time`, "[1]" before each name, "Posted" below."""
    w = {
        "es": ("Publicado", "Autor", "Categorías", "Comentarios", "Comentario", "Publicado", "Los comentarios están cerrados para este artículo.", "Anterior", "Siguiente"),
        "en": ("Posted", "Author", "Categories", "Comments", "Comment", "Posted", "Commenting is closed for this article.", "Older", "Newer"),
        "it": ("Pubblicato", "Autore", "Categorie", "Commenti", "Commento", "Pubblicato", "I commenti sono chiusi per questo articolo.", "Precedente", "Successivo"),
        "de": ("Veröffentlicht", "Autor", "Kategorien", "Kommentare", "Kommentar", "Veröffentlicht", "Die Kommentarfunktion ist für diesen Artikel geschlossen.", "Älter", "Neuer"),
    }[s.language]  # fmt: skip
    _none(s)
    s.categories_shown = True
    stamp = lambda d: f'<time datetime="{d:%Y-%m-%dT%H:%M:%S}+02:00">{s.day(d)}, {s.clock(d)}</time>'  # noqa: E731
    listing = "".join(
        f'<li class="comments-item"><article class="comment" id="c{5000 + i:06}"><h4><strong>[{i}]</strong> <span class="comment-author">{s.link(c)}</span> <a class="comment-anchor" href="#c{5000 + i:06}">#</a></h4><div class="comment-message">{s.said(c)}</div><footer><p><small>{w[5]} {stamp(c.when)}</small></p></footer></article></li>'
        for i, c in enumerate(s.remarks, 1)
    )
    return f"""<body class="article-page" id="front"><header role="banner"><h1 class="site-name">{a(s.site)}</h1><h2>{s.tagline}</h2></header><nav role="navigation"><h1>Navigation</h1>{items("Home", "Articles", "About")}</nav>
<div class="wrapper"><div class="container"><main role="main"><article role="article" id="article{s.ident}" itemscope itemtype="http://schema.org/Article"><h1 itemprop="headline">{e(s.title)}</h1><p><strong>{w[0]}</strong> <time datetime="{s.when:%Y-%m-%dT%H:%M:%S}+02:00" itemprop="datePublished">{s.day(s.when)}, {s.clock(s.when)}</time> <br /><strong>{w[2]}</strong> {a(s.category, "/category/x/")} <br /><strong>{w[1]}</strong> <span itemprop="author">{a(s.author, "/author/x/", ' rel="author"')}</span></p>
<div itemprop="articleBody">{s.body()}</div></article><section role="region" id="comments"><h1>{w[3]}</h1><ol class="comments">{listing}</ol><p>{w[6]}</p></section><div id="paginator">{a(s.others[0], rest=' rel="prev"')} {a(s.others[1], rest=' rel="next"')}</div></main><div role="complementary"><h4>{w[2]}</h4>{items(*s.words["categories"])}</div></div></div><footer role="contentinfo"><p><small>Published with {a("Textpattern CMS")}.</small></p></footer></body>"""


@offered_in("it", "en", "es", "nl")
def movable_type_33(s: Scene) -> str:
    """Movable Type 3.3's stylecatcher pages: dates in numbers with dots, the comments below "Commenti (3)"."""
    w = {
        "it": ("Postato da {a} in {d} alle {t}", "TrackBack", "URL per TrackBack a questo blog:", "Commenti ({k})", "Postato da {n} | {d} {t}", "Postato il {d} {t}", "Postato da {n}", "Posta un commento", "(Se non hai mai lasciato un commento qui prima d'ora, il commento deve essere approvato dal proprietario del blog prima di apparire. Fino ad allora, non sarà visibile. Grazie per l'attesa.)", "Informazioni", "Il post precedente in questo blog era"),
        "en": ("Posted by {a} on {d} {t}", "TrackBack", "TrackBack URL for this entry:", "Comments ({k})", "Posted by {n} | {d} {t}", "Posted on {d} {t}", "Posted by {n}", "Post a comment", "(If you haven't left a comment here before, you may need to be approved by the site owner before your comment will appear. Until then, it won't appear on the entry. Thanks for waiting.)", "About", "The previous post in this blog was"),
        "es": ("Publicado por {a} en {d} {t}", "TrackBack", "URL del Trackback para esta entrada:", "Comentarios ({k})", "Publicado por {n} | {d} {t}", "Publicado el {d} {t}", "Publicado por {n}", "Escribir un comentario", "(Si no ha comentado aquí antes, puede que necesite ser aprobado por el propietario del sitio antes de que su comentario aparezca. Gracias por su espera.)", "Acerca de", "La entrada anterior en este blog era"),
        "nl": ("Geplaatst door {a} op {d} {t}", "TrackBack", "TrackBack URL voor dit bericht:", "Reacties ({k})", "Geplaatst door {n} | {d} {t}", "Geplaatst op {d} {t}", "Geplaatst door {n}", "Reageer", "(Als u hier nog niet eerder heeft gereageerd, dan moet uw reactie mogelijk eerst worden goedgekeurd door de eigenaar van de site voordat deze zichtbaar wordt. Bedankt voor het wachten.)", "Over", "Het vorige bericht op deze blog was"),
    }[s.language]  # fmt: skip
    _none(s)
    s.ping_url = f"{s.host}/cgi-bin/mt-tb.cgi/{s.ident}"

    def at(d):
        return {
            "d": s.day(d) if s.language in ("en", "es") else s.day(d, "dmy"),
            "t": s.clock(d, "12" if s.language == "en" else "24"),
        }

    below = s.rng.random() < 0.5
    listing = "".join(
        f'<a id="c{70 + i}"></a><div class="comment" id="comment-{70 + i}"><div class="inner"><div class="comment-header"><div class="user-pic"><a href="http://u.example"></a></div><div class="asset-meta"><span class="byline"><span class="vcard author">{w[6].format(n=s.link(c))}</span> | {a("{d} {t}".format(**at(c.when)), "#c", PERMALINK)}</span></div></div><div class="comment-content">{s.said(c)}</div></div></div>'
        if below
        else f'<a id="c{70 + i}"></a><div class="comment" id="comment-{70 + i}"><div class="comment-content">{s.said(c)}</div><p class="comment-footer">{w[4].format(n=s.link(c), **at(c.when))}</p></div>'
        for i, c in enumerate(s.remarks)
    )
    return f"""<body class="layout-wtt individual-entry-archive"><div id="container"><div id="container-inner"><div id="header"><div id="header-inner"><div id="header-content"><h1 id="header-name">{a(s.site)}</h1><h2 id="header-description">{s.tagline}</h2></div></div></div><div id="content"><div id="content-inner"><div id="alpha"><div id="alpha-inner">
<p class="content-nav">{a("« " + s.others[0])} | {a("Main")} | {a(s.others[1] + " »")}</p><a id="a{s.ident}"></a><div class="entry" id="entry-{s.ident}"><h3 class="entry-header">{e(s.title)}</h3><div class="entry-content"><div class="entry-body">{s.body()}</div><p class="entry-footer"><span class="post-footers">{w[0].format(a=s.author, **at(s.when))}</span> <span class="separator">|</span> {a("Permalink", s.host, ' class="permalink"')}</p></div></div>
<div class="trackbacks"><h3 id="trackback" class="trackbacks-header">{w[1]}</h3><div id="trackbacks-info"><p>{w[2]}<br />{s.ping_url}</p></div></div>
<div id="comments" class="comments"><h3 class="comments-header">{w[3].format(k=len(s.remarks))}</h3>{listing}<div class="comments-open" id="comments-open"><h2 class="comments-open-header">{w[7]}</h2><div class="comments-open-moderated"><p>{w[8]}</p></div></div></div></div></div>
<div id="beta"><div id="beta-inner"><div class="module-welcome module"><h2 class="module-header">{w[9]}</h2><div class="module-content"><p>{w[10]} {a(s.others[0])}.</p></div></div>{items(month_name(s), month_name(s, 1))}</div></div></div></div></div></div></body>"""


@offered_in("de", "en", "it", "pt")
def blogger_avatars(s: Scene) -> str:
    """Blogger in 2009: faces, hidden headings, "Anonym hat gesagt…", dates as links, reactions and labels."""
    w = {
        "de": ("{n} hat gesagt…", "Eingestellt von", "um", "Labels:", "{k} Kommentare:", "1 Kommentar:", "Kommentar veröffentlichen", "Links zu diesem Post", "Link erstellen", "Reaktionen:", "Diesen Post per E-Mail versenden", "Abonnieren", "Kommentare zum Post (Atom)", "Neuerer Post", "Älterer Post", "Startseite", "Über mich"),
        "en": ("{n} said...", "Posted by", "at", "Labels:", "{k} comments:", "1 comments:", "Post a Comment", "Links to this post", "Create a Link", "Reactions:", "Email This", "Subscribe to:", "Post Comments (Atom)", "Newer Post", "Older Post", "Home", "About Me"),
        "it": ("{n} ha detto...", "Pubblicato da", "a", "Etichette:", "{k} commenti:", "1 commenti:", "Posta un commento", "Link a questo post", "Crea un link", "Reazioni:", "Invia tramite email", "Iscriviti a:", "Commenti sul post (Atom)", "Post più recente", "Post più vecchio", "Home page", "Informazioni personali"),
        "pt": ("{n} disse...", "Postado por", "às", "Marcadores:", "{k} comentários:", "1 comentários:", "Postar um comentário", "Links para esta postagem", "Criar um link", "Reações:", "Enviar por e-mail", "Assinar:", "Postar comentários (Atom)", "Postagem mais recente", "Postagem mais antiga", "Página inicial", "Quem sou eu"),
    }[s.language]  # fmt: skip
    _none(s)
    s.tags_shown = True
    clock = lambda d: s.clock(d, "AM" if s.language == "en" else "24").removeprefix("0")  # noqa: E731
    listing = "".join(
        f'<dt class="comment-author {"blog-author" if c.name == s.author else ""}" id="c5{i}77"><a name="c5{i}77"></a><div class="avatar-image-container vcard"><span dir="ltr"><a href="http://www.blogger.example/profile/{i}" rel="nofollow" class="avatar-hovercard"><img src="b.gif" width="35" alt=""></a></span></div>{w[0].format(n=f"<a href=http://www.blogger.example/profile/{i} rel=nofollow>{e(c.name)}</a>" if not c.url else s.link(c))}</dt><dd class="comment-body" id="Blog1_cmt-{i}"><p>{s.said(c, "br")}</p></dd><dd class="comment-footer"><span class="comment-timestamp"><a href="http://attic.example/x.html?showComment=1#c5" title="comment permalink">{s.day(c.when)}{" um " if s.language == "de" else " at " if s.language == "en" else " alle ore " if s.language == "it" else " "}{clock(c.when)}</a><span class="item-control blog-admin"><a class="comment-delete" href="http://b.example/delete"><img src="t.gif"></a></span></span></dd>'
        for i, c in enumerate(s.remarks)
    )
    heading = w[5] if len(s.remarks) == 1 else w[4].format(k=len(s.remarks))
    dl = f'<dl class="avatar-comment-indent" id="comments-block">{listing}</dl>' if s.remarks else ""
    tags = ", ".join(a(t, "http://attic.example/search/label/" + t, ' rel="tag"') for t in s.tags)
    return f"""<body><div class="navbar section" id="navbar"><div class="widget Navbar"><script type="text/javascript">function x(){{}}</script></div></div><div id="outer-wrapper"><div id="wrap2"><span id="skiplinks" style="display:none;"><a href="#main">skip to main</a> | <a href="#sidebar">skip to sidebar</a></span>
<div id="header-wrapper"><div class="header section" id="header"><div class="widget Header" id="Header1"><div id="header-inner"><div class="titlewrapper"><h1 class="title">{a(s.site)}</h1></div><div class="descriptionwrapper"><p class="description"><span>{s.tagline}</span></p></div></div></div></div></div>
<div id="content-wrapper"><div id="main-wrapper"><div class="main section" id="main"><div class="widget Blog" id="Blog1"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{s.day(s.when, "week")}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><a name="7{s.ident}"></a><h3 class="post-title entry-title">{a(e(s.title), s.host)}</h3><div class="post-header"><div class="post-header-line-1"></div></div><div class="post-body entry-content">{s.body()}<div style="clear: both;"></div></div>
<div class="post-footer"><div class="post-footer-line post-footer-line-1"><span class="post-author vcard">{w[1]} <span class="fn">{s.author}</span></span> <span class="post-timestamp">{w[2]} <a class="timestamp-link" href="{s.host}" rel="bookmark" title="permanent link"><abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}+02:00">{clock(s.when)}</abbr></a></span> <span class="reaction-buttons"><span class="reactions-label">{w[9]}</span></span> <span class="post-icons"><span class="item-action"><a href="http://b.example/e" title="{w[10]}"><img alt="" class="icon-action" src="m.gif"></a></span></span></div><div class="post-footer-line post-footer-line-2"><span class="post-labels">{w[3]} {tags}</span></div></div></div>
<div class="comments" id="comments"><a name="comments"></a><h4>{heading}</h4>{dl}<p class="comment-footer"><a href="http://b.example/c" onclick="">{w[6]}</a></p><div id="backlinks-container"><div id="Blog1_backlinks-container"><a name="links"></a><h4>{w[7]}</h4><p class="comment-footer"><a class="comment-link" href="http://b.example/l">{w[8]}</a></p></div></div></div></div></div></div></div>
<div class="blog-pager" id="blog-pager"><span id="blog-pager-newer-link">{a(w[13])}</span><span id="blog-pager-older-link">{a(w[14])}</span>{a(w[15], rest=' class="home-link"')}</div><div class="clear"></div><div class="post-feeds"><div class="feed-links">{w[11]} {a(w[12])}</div></div></div></div></div>
<div id="sidebar-wrapper"><div class="sidebar section" id="sidebar"><div class="widget Profile"><h2>{w[16]}</h2><div class="widget-content"><dl class="profile-datablock"><dt class="profile-data">{a(s.author, rest=' rel="author"')}</dt><dd class="profile-textblock">{s.words["about"]}</dd></dl></div></div><div class="widget BlogArchive">{items(str(s.when.year), month_name(s), *s.others[:3])}</div></div></div></div></div></div></body>"""


@offered_in("fr")
def spip(s: Scene) -> str:
    """SPIP's distribution: the date and the author under the title, a forum with subjects below."""
    _none(s)
    s.precision = "day"
    listing = "".join(
        f'<li class="forum-fil"><div class="forum-message"><div class="forum-chapo"><div class="forum-titre"><strong><a href="#forum{i}" name="forum{i}" id="forum{i}">{i}. {e(s.title)}</a></strong></div><small>{c.when.day} {s.day(c.when).split(" ", 1)[1]}, {c.when:%H:%M}, par <span class="">{s.link(c)}</span></small></div><div class="forum-texte">{s.said(c)}<p class="forum-repondre-message"><a href="spip.php?page=forum&amp;id_forum={i}" rel="noindex nofollow">Répondre à ce message</a></p></div></div></li>'
        for i, c in enumerate(s.remarks, 1)
    )
    return f"""<body class="page_article"><div id="page"><div id="entete"><a rel="start" href="http://attic.example" title="Accueil">{s.site}</a><form class="formulaire_recherche"><label>Rechercher :</label></form></div><div class="hierarchie">{a("Accueil")} &gt; {a(s.category)} &gt; <strong class="on">{e(s.title)}</strong></div>
<div id="conteneur"><div id="contenu"><div class="cartouche"><h1 class="titre">{e(s.title)}</h1><p><small>{s.day(s.when, "week")}, par {a(s.author, "spip.php?auteur1")}</small></p></div><div class="texte">{s.body()}</div>
<a href="#forum" name="forum" id="forum"></a><h2>{len(s.remarks)} Messages de forum</h2><ul class="forum">{listing}</ul><p class="repondre"><a href="spip.php?page=forum&amp;id_article={s.ident}">Répondre à cet article</a></p></div></div>
<div id="navigation"><div class="rubriques"><h2 class="menu-titre">Dans la même rubrique</h2>{items(*s.others[:4])}</div></div><div id="pied"><small>{s.site} | {a("Plan du site")} | {a("SPIP")} | {a("Suivre la vie du site")}</small></div></div></body>"""


@offered_in("fr")
def canalblog(s: Scene) -> str:
    """Canalblog: the date above the title, "Posté par X à 10:22 - Cat - Commentaires [3]", subjects above comments."""
    _none(s)
    s.categories_shown = True
    listing = "".join(
        f'<div class="comment_item"><a name="c{i}"></a><h4 class="itemtitle">{e(" ".join(c.text[0].split()[:3]))}</h4><div class="itemcontent"><p>{s.said(c, "br")}</p></div><div class="itemfooter">Posté par {s.link(c)}, {s.day(c.when, "week")} à {c.when:%H:%M} | <a href="#">Répondre</a></div></div>'
        for i, c in enumerate(s.remarks)
    )
    return f"""<body class="layout"><div id="haut"><form><input type="text" /> {a("Créer un blog")} {a("Tous les blogs")}</form></div><div id="bgcontainer"><div class="title"><h1>{a(s.site)}</h1><h2>{s.tagline}</h2></div>
<div id="content"><div class="blogbody"><div class="dateheader">{s.day(s.when)}</div><a name="{s.ident}"></a><h3>{e(s.title)}</h3><div class="itemcontent">{s.body()}</div><div class="itemfooter">Posté par {a(s.author)} à {s.when:%H:%M} - {a(s.category)} - {a(f"Commentaires [{len(s.remarks)}]")} - Permalien [{a("#")}]<br />Tags : {a("x1")}</div><div class="share">{a("Partager cet article")}</div></div>
<div class="blogbody"><a name="comments"></a><h3>Commentaires</h3>{listing}<h3>Poster un commentaire</h3><form><p>Votre nom</p><p>Votre message</p></form></div></div>
<div id="right"><div class="newsbox"><h4>Catégories</h4>{items(*s.words["categories"])}</div><div class="newsbox"><h4>Derniers messages</h4>{items(*s.others[:4])}</div>{month_table(s)}</div></div></body>"""


@offered_in("it")
def splinder(s: Scene) -> str:
    """Splinder: "postato da: X alle 10:22 | link | commenti (3)", comments with number and date above, the name below."""
    _none(s)
    s.categories_shown = True
    listing = "".join(
        f'<div class="commento"><a name="comment-{i}"></a><div class="comment-head">#{i}&nbsp;&nbsp;&nbsp;&nbsp;<span>{s.day(c.when)} - {c.when:%H:%M}</span></div><br /><div class="comment-text">{s.said(c, "br")}</div><div class="comment-user">utente: {s.link(c)}</div></div>'
        for i, c in enumerate(s.remarks, 1)
    )
    return f"""<body><div id="container"><div id="blogtitle"><a href="http://attic.example">{s.site}</a></div><div id="blogdesc">{s.tagline}</div><div id="left"><div class="box"><h3>Chi sono</h3><p>{s.words["about"]}</p></div><div class="box"><h3>ultimi post</h3>{items(*s.others[:4])}</div></div>
<div id="posts"><div class="post-date">{s.day(s.when, "week")}</div><div class="post"><h3 class="post-title">{e(s.title)}</h3><div class="post-body">{s.body()}</div><div class="post-footer">postato da: {a(s.author)} alle {s.when:%H:%M} | {a("link")} | {a(f"commenti ({len(s.remarks)})")}<br />categoria: {a(s.category)}</div></div>
<h3>Commenti</h3>{listing}<p>{a("Commenta questo post")}</p></div></div></body>"""


@offered_in()
def twenty_twenty_four(s: Scene) -> str:
    """WordPress with blocks: the date a `time` with its zone, names and dates of comments in blocks of their own."""
    w = {
        "en": ("by", "in", "Responses to “{x}”", "One response to “{x}”", "Reply", "Leave a Reply", "Your email address will not be published. Required fields are marked *", "Previous:", "at"),
        "fr": ("par", "dans", "réponses à « {x} »", "Une réponse à « {x} »", "Répondre", "Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *", "Précédent :", "à"),
        "it": ("di", "in", "risposte a “{x}”", "Una risposta a “{x}”", "Rispondi", "Lascia un commento", "Il tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *", "Precedente:", "alle"),
        "de": ("von", "in", "Antworten zu „{x}“", "Eine Antwort zu „{x}“", "Antworten", "Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert", "Zurück:", "um"),
        "es": ("por", "en", "respuestas a «{x}»", "Una respuesta a «{x}»", "Responder", "Deja una respuesta", "Tu dirección de correo electrónico no será publicada. Los campos obligatorios están marcados con *", "Anterior:", "a las"),
        "pt": ("por", "em", "respostas para “{x}”", "Uma resposta para “{x}”", "Responder", "Deixe um comentário", "O seu endereço de e-mail não será publicado. Campos obrigatórios são marcados com *", "Anterior:", "às"),
        "nl": ("door", "in", "reacties op “{x}”", "Één reactie op “{x}”", "Beantwoorden", "Geef een reactie", "Je e-mailadres wordt niet gepubliceerd. Vereiste velden zijn gemarkeerd met *", "Vorige:", "om"),
    }[s.language]  # fmt: skip
    _none(s)
    s.categories_shown = s.tags_shown = True
    s.precision = "day"
    s.thread()
    s.flatten()

    def walk(parent):
        return "".join(
            f'<li id="comment-{30 + i}" class="comment depth-1"><div class="wp-block-group is-layout-flow"><div class="wp-block-group is-layout-flex"><div class="wp-block-avatar"><img alt="" src="g.png"></div><div class="wp-block-group"><div class="wp-block-comment-author-name has-small-font-size">{s.link(s.remarks[i], " target=" + chr(34) + "_self" + chr(34))}</div><div class="wp-block-comment-date has-small-font-size"><time datetime="{s.remarks[i].when:%Y-%m-%dT%H:%M:%S}+02:00"><a href="#comment-{30 + i}">{s.day(s.remarks[i].when)} {w[8]} {s.clock(s.remarks[i].when)}</a></time></div></div></div><div class="wp-block-comment-content">{s.said(s.remarks[i])}</div><div class="wp-block-comment-reply-link has-small-font-size">{a(w[4])}</div></div>{"<ol>" + walk(i) + "</ol>" if s.nested(i) else ""}</li>'
            for i in s.nested(parent)
        )

    heading = (w[3] if len(s.remarks) == 1 else f"{len(s.remarks)} {w[2]}").format(x=e(s.title))
    comments = f'<h2 id="comments" class="wp-block-comments-title">{heading}</h2><ol class="wp-block-comment-template">{walk(None)}</ol>' if s.remarks else ""  # fmt: skip
    tags = " ".join(a(t, "/tag/x/", ' rel="tag"') for t in s.tags)
    return f"""<body class="single single-post postid-{s.ident} single-format-standard wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group"><p class="wp-block-site-title">{a(s.site)}</p><nav class="wp-block-navigation"><ul><li>{a("About")}</li><li>{a("Contact")}</li></ul></nav></div></header>
<main class="wp-block-group"><div class="wp-block-group"><h1 class="wp-block-post-title">{e(s.title)}</h1><div class="wp-block-group is-layout-flex"><div class="wp-block-post-date"><time datetime="{s.when:%Y-%m-%dT%H:%M:%S}+02:00">{a(s.day(s.when), s.host)}</time></div><p class="has-contrast-2-color">—</p><p class="has-small-font-size has-contrast-2-color">{w[0]}</p><div class="wp-block-post-author-name">{a(s.author, "/author/x/", ' class="wp-block-post-author-name__link"')}</div><div class="taxonomy-category wp-block-post-terms"><span class="wp-block-post-terms__prefix">{w[1]} </span>{a(s.category, "/category/x/", ' rel="tag"')}</div></div></div>
<div class="entry-content wp-block-post-content">{s.body()}</div><div class="taxonomy-post_tag wp-block-post-terms">{tags}</div><div class="wp-block-comments">{comments}<div id="respond" class="comment-respond"><h3 id="reply-title">{w[5]}</h3><form><p class="comment-notes">{w[6]}</p></form></div></div>
<nav class="wp-block-group"><div class="post-navigation-link-previous wp-block-post-navigation-link"><span class="post-navigation-link__label">{w[7]} </span>{a(s.others[0])}</div></nav></main><footer class="wp-block-template-part"><p>{a(s.site)}</p><p>Designed with {a("WordPress")}</p></footer></div></body>"""


@offered_in("it", "pt", "en", "fr")
def sahifa(s: Scene) -> str:
    """A magazine's theme of 2013: breadcrumbs, a row of meta data, sharing, an author's box, related articles."""
    w = {
        "it": ("Home", "in", "Lascia un commento", "{k} Commenti", "Un commento", "Condividi !", "Articoli correlati", "Riguardo {a}", "Rispondi", "Precedente:", "Successivo:", "{n}", "Controlla anche"),
        "pt": ("Início", "em", "Deixe um comentário", "{k} Comentários", "Um comentário", "Compartilhe !", "Artigos relacionados", "Sobre {a}", "Responder", "Anterior:", "Próximo:", "{n}", "Veja também"),
        "en": ("Home", "in", "Leave a comment", "{k} Comments", "One comment", "Share !", "Related Articles", "About {a}", "Reply", "Previous:", "Next:", "{n}", "Check Also"),
        "fr": ("Accueil", "dans", "Laisser un commentaire", "{k} Commentaires", "Un commentaire", "Partager !", "Articles similaires", "À propos {a}", "Répondre", "Précédent :", "Suivant :", "{n}", "Voir aussi"),
    }[s.language]  # fmt: skip
    _none(s)
    s.categories_shown = s.tags_shown = True
    s.precision = "day"
    s.comments_to = "minute"
    at = {"it": "alle", "pt": "às", "en": "at", "fr": "à"}[s.language]
    listing = "".join(
        f'<li id="comment-{90 + i}" class="comment even depth-1"><div class="comment-wrap"><div class="comment-avatar"><img src="a.png" class="avatar"></div><div class="comment-content"><div class="author-comment"><cite class="fn">{s.link(c)}</cite> <div class="comment-meta commentmetadata"><a href="#comment-{90 + i}">{s.day(c.when)} {at} {c.when:%H:%M}</a></div><div class="clear"></div></div><div class="comment-text">{s.said(c)}</div></div><div class="reply">{a(w[8], rest=REPLY)}</div></div></li>'
        for i, c in enumerate(s.remarks)
    )
    heading = w[4] if len(s.remarks) == 1 else w[3].format(k=len(s.remarks))
    count = a(heading) if s.remarks else a(w[2])
    related = "".join(f'<div class="related-item"><div class="post-thumbnail"><a href="/x"><img src="t.jpg"></a></div><h3>{a(t)}</h3><p class="post-meta"><span class="tie-date">{s.day(s.when)}</span></p></div>' for t in s.others[2:5])  # fmt: skip
    tags = " ".join(a(t, "/tag/x/", ' rel="tag"') for t in s.tags)
    share = f'<div class="mini-share-post"><ul><li>{a("Tweet")}</li><li>{a("Pin It")}</li></ul></div>'
    return f"""<body class="single single-post"><div class="wrapper-outer"><aside id="slide-out"><div class="search-mobile"></div><div id="mobile-menu"></div></aside><header id="theme-header" class="theme-header"><div class="top-nav"><ul><li>{a("Contact")}</li></ul></div><div class="header-content"><div class="logo"><h2>{a(s.site)}</h2></div></div><nav id="main-nav">{items(*s.words["categories"])}</nav></header>
<div id="breaking-news" class="breaking-news"><span>Breaking News</span>{items(*s.others[:2])}</div><div id="main-content" class="container"><div class="content"><div class="crumbs" id="crumbs"><a href="/">{w[0]}</a> / {a(s.category)} / <span class="current">{e(s.title)}</span></div>
<article class="post-listing post type-post" id="the-post"><div class="post-inner"><h1 class="name post-title entry-title"><span itemprop="name">{e(s.title)}</span></h1><p class="post-meta"><span class="post-meta-author"><i class="fa fa-user"></i>{a(s.author, "/author/x/")}</span> <span class="tie-date"><i></i>{s.day(s.when)}</span> <span class="post-cats"><i></i>{a(s.category, "/category/x/", ' rel="category tag"')}</span> <span class="post-comments">{count}</span></p><div class="clear"></div><div class="entry">{s.body()}</div><div class="share-post"><span class="share-text">{w[5]}</span><ul class="flat-social"><li>{a("Facebook")}</li><li>{a("Twitter")}</li></ul></div>{share}<p class="post-tag">Tags {tags}</p></div></article>
<section id="author-box"><div class="block-head"><h3>{w[7].format(a=s.author)}</h3></div><div class="post-listing"><div class="author-bio"><div class="author-description">{s.bio}</div></div></div></section><div class="post-navigation"><div class="post-previous">{a(f"<span>{w[9]}</span> {s.others[0]}", rest=' rel="prev"')}</div><div class="post-next">{a(f"<span>{w[10]}</span> {s.others[1]}", rest=' rel="next"')}</div></div>
<section id="related_posts"><div class="block-head"><h3>{w[6]}</h3></div><div class="post-listing">{related}</div></section><section id="check-also-box" class="post-listing check-also-right"><h3>{w[12]}</h3><div class="check-also-post"><h2>{a(s.others[5])}</h2></div></section>
<div id="comments">{f'<h3 id="comments-title">{heading}</h3><ol class="commentlist">{listing}</ol>' if s.remarks else ""}<div id="respond" class="comment-respond"><h3>{w[2]}</h3></div></div></div><aside id="sidebar">{items(*s.others[:3])}</aside></div><footer id="theme-footer"></footer><div class="footer-bottom">© Copyright {s.when.year + 2}, All Rights Reserved</div></div></body>"""


@offered_in("de", "es", "en", "nl")
def k2(s: Scene) -> str:
    """WordPress with K2: the byline in parts, comments with a counter, name, and "Datum um Zeit" in small print."""
    w = {
        "de": ("Veröffentlicht von {a} am {d}", "in {c}", "Antworten zu “{x}”", "um", "Antworten", "Eine Antwort hinterlassen"),
        "es": ("Publicado por {a} el {d}", "en {c}", "Respuestas a “{x}”", "a las", "Responder", "Deja una respuesta"),
        "en": ("Published by {a} {d}", "in {c}", "Responses to “{x}”", "at", "Reply", "Leave a Reply"),
        "nl": ("Gepubliceerd door {a} op {d}", "in {c}", "Reacties op “{x}”", "om", "Reageer", "Laat een reactie achter"),
    }[s.language]  # fmt: skip
    _none(s)
    s.categories_shown = True
    s.precision = "day"
    s.ping_url = s.host + "/trackback/"
    s.hide("ping-in-text")
    listing = "".join(
        f'<li id="comment-{70 + i}" class="comment alt c-y2007"><a href="#comment-{70 + i}" class="counter" title="Permanent Link to this Comment">{i}</a> <span class="commentauthor">{s.link(c)}</span> <small class="comment-meta"><a href="#comment-{70 + i}" title="3 days">{s.day(c.when)} {w[3]} {s.clock(c.when, "12" if s.language == "en" else "24")}</a></small> <div class="comment-content">{s.said(c)}</div></li>'
        for i, c in enumerate(s.remarks, 1)
    )
    return f"""<body class="wordpress k2 single"><div id="skip"><a href="#content">Skip to content</a></div><div id="page"><div id="header"><h1>{a(s.site)}</h1><p class="description">{s.tagline}</p><ul class="menu"><li>{a("Blog")}</li><li>{a("About")}</li></ul></div><div class="content"><div id="primary-wrapper"><div id="primary"><div id="current-content"><div class="navigation"><div class="left"><span>«</span> {a(s.others[0])}</div><div class="right">{a(s.others[1])} <span>»</span></div></div>
<div id="content"><div id="post-{s.ident}" class="post hentry"><div class="page-head"><h2><a href="{s.host}/{s.slug}/" rel="bookmark" title='Permanent Link to "{e(s.title)}"'>{e(s.title)}</a></h2><small class="entry-meta"><span class="chronodata">{w[0].format(a=f"<span class='vcard author'><a href='/author/x/' class='url fn'>{s.author}</a></span>", d=f'<abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}+0200">{s.day(s.when)}</abbr>')}</span> <span class="entry-category">{w[1].format(c=a(s.category, "/category/x/", ' rel="category tag"'))}.</span></small></div><div class="entry-content">{s.body()}</div></div>
<div class="comments"><h4><span id="comments">{len(s.remarks)}</span> {w[2].format(x=e(s.title))}</h4><div class="metalinks"><span class="commentsrsslink">{a("Feed for this Entry")}</span> <span class="trackbacklink">{a("Trackback Address", s.host + "/trackback/")}</span></div><hr /><ol id="commentlist">{listing}</ol><h4 id="respond" class="reply">{w[5]}</h4></div></div></div></div></div><hr /><div class="secondary"><div id="search" class="sb-search"><h2>Search</h2></div><div class="sb-latest"><h2>Latest</h2>{items(*s.others[2:5])}</div></div></div><div id="footer"><p class="footerpoweredby">Powered by {a("WordPress")} and {a("K2")}</p></div></div></body>"""
