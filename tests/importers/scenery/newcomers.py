"""Later designs of the known platforms, in translations of their own: a second set that was first read untuned."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, wordpress_sidebar
from tests.importers.scenery.strangers import a

TAG, AUTHOR, CATEGORY, PERMANENT = ' rel="tag"', ' rel="author"', ' rel="category tag"', ' class="permalink"'


@offered_in("de", "es", "fr", "pt", "it")
def movable_type_43(s: Scene) -> str:
    """Movable Type 4.2 and 4.3, community blog: replies named in bylines, assets, widgets."""
    w = {
        "de": ("Von {a} am {d} {t}", "{k} TrackBacks", "Folgende Einträge anderer Blogs beziehen sich auf den Eintrag {x}.", "TrackBack-URL: {u}", "{k} Kommentare", "{n} hat auf den Kommentar von {p} geantwortet", "{n}", "Antworten", "Jetzt kommentieren", "Über diese Seite", "Diese Seite enthält einen einzelnen Eintrag von {a} vom {d} {t}.", "von", "Weiter lesen", "Kategorien"),
        "es": ("Por {a} el {d} {t}", "{k} TrackBacks", "A continuación aparecen los enlaces a los blogs que hacen referencia a esta entrada: {x}.", "URL del TrackBack de esta entrada: {u}", "{k} Comentarios", "{n} en respuesta al comentario de {p}", "{n}", "Responder", "Comentar", "Acerca de esta página", "Esta página contiene una sola entrada realizada por {a} y publicada el {d} {t}.", "de", "Seguir leyendo", "Categorías"),
        "fr": ("Par {a} le {d} {t}", "{k} TrackBacks", "Voici les sites qui font référence à cette note : {x}.", "URL de TrackBack de cette note : {u}", "{k} commentaires", "{n} a répondu au commentaire de {p}", "{n}", "Répondre", "Laisser un commentaire", "À propos de cette page", "Cette page contient une note unique de {a} publiée le {d} {t}.", "de", "Lire la suite", "Catégories"),
        "pt": ("Por {a} em {d} {t}", "{k} TrackBacks", "Abaixo estão os links para blogs que fazem referência a esta entrada: {x}.", "URL de TrackBack para esta entrada: {u}", "{k} Comentários", "{n} respondeu ao comentário de {p}", "{n}", "Responder", "Deixe um comentário", "Sobre esta página", "Esta página contém uma única entrada de {a} publicada em {d} {t}.", "de", "Leia mais", "Categorias"),
        "it": ("Di {a} il {d} {t}", "{k} TrackBack", "Di seguito i blog che fanno riferimento a questo post: {x}.", "URL di TrackBack per questo post: {u}", "{k} commenti", "{n} ha risposto al commento di {p}", "{n}", "Rispondi", "Lascia un commento", "Informazioni su questa pagina", "Questa pagina contiene un singolo post di {a} pubblicato il {d} {t}.", "da", "Leggi tutto", "Categorie"),
    }[s.language]  # fmt: skip
    s.pings_shown, s.pings_stated = True, len(s.mentions)
    s.categories_shown = True
    s.ping_url = f"{s.host}/cgi-bin/mt/mt-tb.cgi/{s.ident}"
    s.thread()
    s.flatten()

    def at(when):
        return {"d": s.day(when), "t": s.clock(when)}

    def who(place, c):
        name = s.link(c)
        return w[6].format(n=name) if c.parent is None else w[5].format(n=name, p=e(s.remarks[c.parent].name))

    pings = "".join(
        f'<div class="trackback" id="ping-{i}"><div class="trackback-content"><a href="{m.url}" rel="nofollow">{m.title}</a> {w[11]} {m.blog} <span class="trackback-date">{at(m.when)["d"]} {at(m.when)["t"]}</span><div class="trackback-excerpt"><p>{m.excerpt} <a href="{m.url}">{w[12]}</a></p></div></div></div>'
        for i, m in enumerate(s.mentions)
    )
    comments = "".join(
        f'<div id="comment-{60 + i}" class="comment"><div class="inner"><div class="comment-header"><div class="asset-meta"><span class="byline"><span class="vcard author">{who(i, c)}</span> | <a class="permalink" href="#comment-{60 + i}"><abbr class="published" title="{c.when:%Y-%m-%dT%H:%M:%S}+02:00">{at(c.when)["d"]} {at(c.when)["t"]}</abbr></a> | <a href="#">{w[7]}</a></span></div></div><div class="comment-content">{s.said(c)}</div></div></div>'
        for i, c in enumerate(s.remarks)
    )
    intro = f"<p>{w[2].format(x=a(e(s.title)))}</p>" if s.mentions else ""
    heading = f'<h2 class="comments-header">{w[4].format(k=len(s.remarks))}</h2>' if s.remarks else ""
    return f"""<body id="classic-website" class="mt-entry-archive layout-wtt"><div id="container"><div id="container-inner"><div id="header"><div id="header-inner"><div id="header-content"><div id="header-name">{a(s.site)}</div><div id="header-description">{s.tagline}</div></div></div></div><div id="content"><div id="content-inner"><div id="alpha"><div id="alpha-inner">
<div id="entry-{s.ident}" class="entry-asset asset hentry"><div class="asset-header"><h1 id="page-title" class="asset-name entry-title">{e(s.title)}</h1><div class="asset-meta"><span class="byline">{w[0].format(a=f'<span class="vcard author"><a class="fn url" href="/u">{s.author}</a></span>', d=f'<abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}+02:00">{s.day(s.when)}', t=f"{s.clock(s.when)}</abbr>")}</span> | {a("Permalink", s.host, PERMANENT)}</div></div>
<div class="asset-content entry-content"><div class="asset-body">{s.body()}</div></div><div class="asset-footer"><div class="entry-categories"><h4>{w[13]}<span class="delimiter">:</span></h4><ul><li>{a(s.category, "/kat/", TAG)}</li></ul></div></div></div>
<div id="trackbacks" class="trackbacks"><h2 class="trackbacks-header">{w[1].format(k=len(s.mentions))}</h2>{intro}<div class="trackbacks-info"><p>{w[3].format(u=s.ping_url)}</p></div><div class="trackbacks-content">{pings}</div></div>
<div id="comments" class="comments">{heading}<div class="comments-content">{comments}</div><div class="comments-open" id="comments-open"><h2 class="comments-open-header">{w[8]}</h2></div></div></div></div>
<div id="beta"><div id="beta-inner"><div class="widget-archive widget"><h3 class="widget-header">{w[9]}</h3><div class="widget-content"><p class="first">{w[10].format(a=s.author, **at(s.when))}</p></div></div>{items(*s.others[:3])}</div></div></div></div></div></div></body>"""


@offered_in("nl", "es", "fr", "pt", "de", "en", "it")
def twenty_seventeen(s: Scene) -> str:
    """WordPress 4.7: the date and the byline above the title, threads, tags in the footer."""
    w = {
        "nl": ("Geplaatst op", "door", "{k} gedachten over “{x}”", "Eén gedachte over “{x}”", "schreef:", "om", "Beantwoorden", "Geef een reactie", "Je e-mailadres wordt niet gepubliceerd.", "Vorig bericht", "Volgend bericht", "Ga naar de inhoud"),
        "es": ("Publicado el", "por", "{k} comentarios en «{x}»", "Un comentario en «{x}»", "dice:", "a las", "Responder", "Deja una respuesta", "Tu dirección de correo electrónico no será publicada.", "Entrada anterior", "Entrada siguiente", "Saltar al contenido"),
        "fr": ("Publié le", "par", "{k} réponses sur « {x} »", "Une réponse sur « {x} »", "dit :", "à", "Répondre", "Laisser un commentaire", "Votre adresse de messagerie ne sera pas publiée.", "Article précédent", "Article suivant", "Aller au contenu principal"),
        "pt": ("Publicado em", "por", "{k} respostas a “{x}”", "Uma resposta a “{x}”", "diz:", "às", "Responder", "Deixe uma resposta", "O seu endereço de e-mail não será publicado.", "Post anterior", "Próximo post", "Pular para o conteúdo"),
        "de": ("Veröffentlicht am", "von", "{k} Kommentare zu „{x}“", "Ein Kommentar zu „{x}“", "sagt:", "um", "Antworten", "Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht.", "Vorheriger Beitrag", "Nächster Beitrag", "Zum Inhalt springen"),
        "en": ("Posted on", "by", "{k} Replies to “{x}”", "One Reply to “{x}”", "says:", "at", "Reply", "Leave a Reply", "Your email address will not be published.", "Previous Post", "Next Post", "Skip to content"),
        "it": ("Pubblicato il", "da", "{k} risposte a “{x}”", "Una risposta a “{x}”", "dice:", "alle", "Rispondi", "Lascia un commento", "Il tuo indirizzo email non sarà pubblicato.", "Articolo precedente", "Articolo successivo", "Salta al contenuto"),
    }[s.language]  # fmt: skip
    s.mentions = []
    s.precision = "day"
    s.categories_shown = s.tags_shown = True
    s.thread()
    s.flatten()

    def walk(parent, depth=1):
        return "".join(
            f'<li id="comment-{40 + i}" class="comment depth-{depth}"><article id="div-comment-{40 + i}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img class="avatar" src="g.png"> <b class="fn">{s.link(s.remarks[i])}</b> <span class="says">{w[4]}</span></div><div class="comment-metadata"><a href="#comment-{40 + i}"><time datetime="{s.remarks[i].when:%Y-%m-%dT%H:%M:%S}+00:00">{s.day(s.remarks[i].when)} {w[5]} {s.clock(s.remarks[i].when)}</time></a></div></footer><div class="comment-content">{s.said(s.remarks[i])}</div><div class="reply">{a(w[6])}</div></article>{f"<ol class=children>{walk(i, depth + 1)}</ol>" if s.nested(i) else ""}</li>'
            for i in s.nested(parent)
        )

    heading = (w[3] if len(s.remarks) == 1 else w[2]).format(k=len(s.remarks), x=e(s.title))
    talk = f'<h2 class="comments-title">{heading}</h2><ol class="comment-list">{walk(None)}</ol>' if s.remarks else ""
    tags = ", ".join(a(t, "/tag/x/", TAG) for t in s.tags)
    return f"""<body class="post-template-default single single-post postid-{s.ident}"><div id="page" class="site">{a(w[11], "#content", ' class="skip-link screen-reader-text"')}<header id="masthead" class="site-header"><div class="site-branding"><p class="site-title">{a(s.site)}</p><p class="site-description">{s.tagline}</p></div></header><div class="site-content-contain"><div id="content" class="site-content"><div class="wrap"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-{s.ident}" class="post-{s.ident} post type-post"><header class="entry-header"><div class="entry-meta"><span class="posted-on"><span class="screen-reader-text">{w[0]}</span> <a href="{s.host}/{s.ident}/" rel="bookmark"><time class="entry-date published updated" datetime="{s.when:%Y-%m-%dT%H:%M:%S}+00:00">{s.day(s.when)}</time></a></span><span class="byline"> {w[1]} <span class="author vcard"><a class="url fn n" href="/author/x/">{s.author}</a></span></span></div><h1 class="entry-title">{e(s.title)}</h1></header><div class="entry-content">{s.body()}</div><footer class="entry-footer"><span class="cat-tags-links"><span class="cat-links"><span class="screen-reader-text">x</span>{a(s.category, "/category/x/", CATEGORY)}</span><span class="tags-links">{tags}</span></span></footer></article>
<div id="comments" class="comments-area">{talk}<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">{w[7]}</h3><form><p class="comment-notes"><span id="email-notes">{w[8]}</span></p></form></div></div><nav class="navigation post-navigation"><div class="nav-links"><div class="nav-previous">{a(f"<span class='screen-reader-text'>{w[9]}</span> <span class='nav-title'>{s.others[0]}</span>")}</div><div class="nav-next">{a(f"<span class='screen-reader-text'>{w[10]}</span> <span class='nav-title'>{s.others[1]}</span>")}</div></div></nav></main></div>
<aside id="secondary" class="widget-area">{wordpress_sidebar(s)}</aside></div></div><footer id="colophon" class="site-footer"><div class="site-info">Proudly powered by WordPress</div></footer></div></div></body>"""


@offered_in("it", "fr", "es", "pt", "de")
def serendipity_bulletproof(s: Scene) -> str:
    """Serendipity 1.x with Bulletproof: the title before the date, comments headed "#1 - Name dice", trackbacks in cells."""
    w = {
        "it": ("Scritto da {a} in {c} alle {t}", "Trackback", "Indirizzo per il trackback di questo articolo", "Weblog: {b}", "Tracciato: {d}", "Commenti", "Mostra commenti (In sequenza | Raggruppati)", "Rispondi", "Nessun Trackback", "Aggiungi un commento", "Archivi", "{n} ha scritto:"),
        "fr": ("Posté par {a} dans {c} à {t}", "Trackbacks", "Adresse URI spécifique du trackback pour ce billet", "Weblog: {b}", "Tracké : {d}", "Commentaires", "Affichage des commentaires (Linéaire | Imbriqué)", "Répondre", "Pas de trackbacks", "Ajouter un commentaire", "Archives", "{n} a écrit :"),
        "es": ("Publicado por {a} en {c} a las {t}", "Referencias", "URI específico de trackback para esta entrada", "Weblog: {b}", "Rastreado: {d}", "Comentarios", "Mostrar comentarios (Lineal | Enlazado)", "Responder", "No hay trackbacks", "Agregar comentario", "Archivos", "{n} dijo:"),
        "pt": ("Escrito por {a} em {c} às {t}", "Trackbacks", "URI específica de trackback para este artigo", "Weblog: {b}", "Rastreado: {d}", "Comentários", "Exibir comentários como (Linear | Discussão)", "Responder", "Nenhum Trackback", "Adicionar comentário", "Arquivos", "{n} disse:"),
        "de": ("Geschrieben von {a} in {c} um {t}", "Trackbacks", "Trackback-URL für diesen Eintrag", "Weblog: {b}", "Aufgenommen: {d}", "Kommentare", "Ansicht der Kommentare: (Linear | Verschachtelt)", "Antwort", "Keine Trackbacks", "Kommentar schreiben", "Archive", "{n} sagte:"),
    }[s.language]  # fmt: skip
    s.pings_shown = s.categories_shown = True
    s.ping_url = f"{s.host}/comment.php?type=trackback&entry_id={s.ident}"
    s.hide("ping-in-text")
    pings = "".join(
        f'<div class="serendipity_comment serendipity_trackback"><a id="c{i}"></a><div class="serendipity_trackbackhead"><a href="{m.url}" title="x">{m.title}</a></div><div class="serendipity_trackbackbody">{m.excerpt}</div><div class="serendipity_comment_source">{w[3].format(b=m.blog)}<br />{w[4].format(d=f"{s.day(m.when, chr(97) + chr(98) + chr(98) + chr(114))}, {m.when:%H:%M}")}</div></div>'
        for i, m in enumerate(s.mentions)
    )
    comments = "".join(
        f'<div id="serendipity_comment_{20 + i}" class="serendipity_comment serendipity_comment_author_x commentlevel-0"><a id="c{20 + i}"></a><div class="serendipity_comment_source"><a class="comment_source_trace" href="#c{20 + i}">#{i}</a> <span class="comment_source_author">{w[11].format(n=s.link(c))}</span> <span class="comment_source_date">{s.day(c.when, "numeric")} {c.when:%H:%M}</span></div><div class="serendipity_commentBody">{s.said(c)}</div><div class="comment_reply">(<a class="comment_reply" href="#r">{w[7]}</a>)</div></div>'
        for i, c in enumerate(s.remarks, 1)
    )
    return f"""<body class="col2r"><div id="skiplinkcontainer"><a class="skiplink" href="#content">Skip to content</a></div><div id="wrapper"><div id="serendipity_banner"><h1><a class="homelink1" href="/">{s.site}</a></h1><h2><a class="homelink2" href="/">{s.tagline}</a></h2></div><div id="mainpane"><div id="content"><div class="serendipity_Entry_Date"><h4 class="serendipity_title">{a(e(s.title))}</h4><h3 class="serendipity_date">{s.day(s.when, "week")}</h3>
<div class="serendipity_entry"><div class="serendipity_entry_body">{s.body()}</div><div class="serendipity_entryFooter">{w[0].format(a=a(s.author), c=a(s.category, "/categories/1-x"), t=a(f"{s.when:%H:%M}"))}</div></div>
<div class="serendipity_comments serendipity_section_trackbacks"><a id="trackbacks"></a><div class="serendipity_commentsTitle">{w[1]}</div><div class="serendipity_center"><a rel="nofollow" href="{s.ping_url.replace("&", "&amp;")}" title="x">{w[2]}</a></div>{pings or f'<div class="serendipity_center nocomments">{w[8]}</div>'}</div>
<div class="serendipity_comments serendipity_section_comments"><a id="comments"></a><div class="serendipity_commentsTitle">{w[5]}</div><div class="serendipity_center">{w[6]}</div>{comments}</div><div class="serendipity_section_commentform"><div class="serendipity_commentsTitle">{w[9]}</div></div></div></div></div>
<div id="serendipityRightSideBar"><div class="serendipitySideBarItem"><h3 class="serendipitySideBarTitle">{w[10]}</h3><div class="serendipitySideBarContent">{items(month_name(s), month_name(s, 1))}</div></div></div></div></body>"""


@offered_in("pt", "nl", "it", "en", "fr")
def b2evolution_5(s: Scene) -> str:
    """b2evolution 4 and 5: the byline below the title in words, tags, "Comentário de: X [Visitante]"."""
    w = {
        "pt": ("Por {a} em {d} em {c}", "Tags:", "{k} comentários", "Comentário de: {n} [Visitante]", "Ainda sem comentários", "Deixe um comentário", "Seu endereço de e-mail <strong>não</strong> será revelado neste site.", "Este post tem {k} comentários", "Responder a este comentário"),
        "nl": ("Door {a} op {d} in {c}", "Tags:", "{k} reacties", "Reactie van: {n} [Bezoeker]", "Nog geen feedback", "Laat een reactie achter", "Je e-mailadres wordt <strong>niet</strong> getoond op deze site.", "{k} reacties", "Beantwoord deze reactie"),
        "it": ("Da {a} il {d} in {c}", "Tag:", "{k} commenti", "Commento da: {n} [Visitatore]", "Ancora nessun feedback", "Lascia un commento", "Il tuo indirizzo email <strong>non</strong> sarà mostrato su questo sito.", "{k} commenti", "Rispondi a questo commento"),
        "en": ("By {a} on {d} in {c}", "Tags:", "{k} comments", "Comment from: {n} [Visitor]", "No feedback yet", "Leave a comment", "Your email address will <strong>not</strong> be revealed on this site.", "{k} comments", "Reply to this comment"),
        "fr": ("Par {a} le {d} dans {c}", "Mots-clés :", "{k} commentaires", "Commentaire de : {n} [Visiteur]", "Aucun commentaire pour l'instant", "Laisser un commentaire", "Votre adresse email ne sera <strong>pas</strong> révélée sur ce site.", "{k} commentaires", "Répondre à ce commentaire"),
    }[s.language]  # fmt: skip
    s.mentions = []
    s.precision = "day"
    s.categories_shown = s.tags_shown = True
    comments = "".join(
        f'<a id="c{i}"></a><div id="comment_{i}" class="bComment"><div class="bCommentTitle">{w[3].format(n=s.link(c))}</div><div class="bCommentText">{s.said(c)}</div><div class="bCommentSmallPrint"><a href="#c{i}" class="permalink_right"><img src="p.gif" alt="" /></a>{s.day(c.when, "numeric")} @ {c.when:%H:%M} {a(w[8])}</div></div>'
        for i, c in enumerate(s.remarks, 1)
    )
    tags = ", ".join(a(t, "/blog?tag=x", TAG) for t in s.tags)
    return f"""<body><div id="wrapper"><div id="pageHeader" class="pageHeader"><div class="widget_core_coll_title"><h1>{a(s.site)}</h1></div><div class="widget_core_coll_tagline">{s.tagline}</div></div><div class="top_menu"><ul>{"".join(f"<li>{a(x)}</li>" for x in s.words["categories"])}</ul></div><div class="bPosts"><div class="bPost bPost1" id="p{s.ident}" lang="{s.language}"><h2 class="bTitle">{a(e(s.title))}</h2><div class="bSmallHead">{w[0].format(a=a(s.author), d=s.day(s.when), c=a(s.category, "/blog?cat=3"))}</div>
<div class="bText">{s.body()}</div><div class="posttags">{w[1]} {tags}</div><div class="bSmallPrint">{a(w[2].format(k=len(s.remarks)))} • {a("Permalink")}</div></div>
<h4>{w[2].format(k=len(s.remarks)) if s.remarks else w[4]}</h4>{comments}<h4>{w[5]}:</h4><form class="bComment"><p class="notes">{w[6]}</p></form></div>
<div class="bSideBar"><div class="bSideItem"><h3>{s.site}</h3><p>{s.words["about"]}</p></div><div class="bSideItem">{items(*s.others[:4])}</div></div><div id="pageFooter"><p>©{s.when.year + 1} by {s.author}</p><p>Powered by b2evolution</p></div></div></body>"""


@offered_in("es", "fr", "nl", "en", "it")
def blogger_contempo(s: Scene) -> str:
    """Blogger's Contempo of 2017: "por X - mayo 04, 2017", sharing menus, "X 4 de mayo de 2017, 10:22"."""
    w = {
        "es": ("por", "Compartir", "Obtener enlace", "Etiquetas", "Comentarios", "Responder", "Publicar un comentario", "Entradas populares de este blog", "Con la tecnología de Blogger", "Buscar este blog"),
        "fr": ("par", "Partager", "Obtenir le lien", "Libellés", "Commentaires", "Répondre", "Enregistrer un commentaire", "Posts les plus consultés de ce blog", "Fourni par Blogger", "Rechercher dans ce blog"),
        "nl": ("door", "Delen", "Link ophalen", "Labels", "Reacties", "Beantwoorden", "Een reactie posten", "Populaire posts van deze blog", "Mogelijk gemaakt door Blogger", "Deze blog doorzoeken"),
        "en": ("by", "Share", "Get link", "Labels", "Comments", "Reply", "Post a Comment", "Popular posts from this blog", "Powered by Blogger", "Search This Blog"),
        "it": ("da", "Condividi", "Ottieni link", "Etichette", "Commenti", "Rispondi", "Posta un commento", "Post popolari in questo blog", "Powered by Blogger", "Cerca nel blog"),
    }[s.language]  # fmt: skip
    s.mentions = []
    s.precision = "day"
    s.tags_shown = True
    share = f'<div class="share-buttons"><button>{w[1]}</button><ul><li>{w[2]}</li><li>Facebook</li><li>Pinterest</li><li>Email</li></ul></div>'
    comments = "".join(
        f'<li class="comment" id="c{900 + i}"><div class="avatar-image-container"><img src="a.png"/></div><div class="comment-block"><div class="comment-header"><cite class="user">{s.link(c)}</cite><span class="icon user"></span><span class="datetime secondary-text"><a rel="nofollow" href="#c">{s.day(c.when)}{" a las" if s.language == "es" else " om" if s.language == "nl" else " at" if s.language == "en" else " à" if s.language == "fr" else " alle ore"} {c.when:%H:%M}</a></span></div><p class="comment-content">{s.said(c, "br")}</p><span class="comment-actions secondary-text"><a class="comment-reply">{w[5]}</a></span></div></li>'
        for i, c in enumerate(s.remarks)
    )
    tags = "".join(f"<li>{a(t, '/search/label/x', TAG)}</li>" for t in s.tags)
    popular = "".join(f'<div class="post"><h3 class="post-title">{a(t)}</h3><div class="post-header"><div class="post-header-line-1"><span class="byline post-timestamp">{s.day(s.when)}</span></div></div></div>' for t in s.others[:3])  # fmt: skip
    return f"""<body class="item-view version-1-3-3 variant-indie_light"><a class="skip-navigation" href="#main" tabindex="0">Skip to main content</a><div class="page"><div class="page_body"><div class="centered"><header class="centered-top-container"><div class="search"><h3 class="title">{w[9]}</h3></div><div class="header-widget"><h1>{a(s.site)}</h1><p>{s.tagline}</p></div></header><main class="main-container" id="main"><div class="widget Blog"><div class="blog-posts hfeed container"><article class="post-outer-container"><div class="post-outer"><div class="post"><h3 class="post-title entry-title">{e(s.title)}</h3>
<div class="post-header"><div class="post-header-line-1"><span class="byline post-author vcard"><span class="post-author-label">{w[0]}</span> <span class="fn"><a class="g-profile" href="http://b.example/p" rel="author"><span>{s.author}</span></a></span></span> <span class="byline post-timestamp">- <a class="timestamp-link" href="{s.host}/x.html" rel="bookmark"><time class="published" datetime="{s.when:%Y-%m-%dT%H:%M:%S}+02:00">{s.day(s.when)}</time></a></span></div></div>
<div class="share-buttons-container">{share}</div><div class="post-body entry-content float-container">{s.body()}</div><div class="post-bottom"><div class="post-footer"><span class="byline post-labels"><span class="byline-label">{w[3]}</span><ul>{tags}</ul></span></div>{share}</div></div></div><section class="comments threaded" id="comments"><h3 class="title">{w[4]}</h3><div class="comments-content"><ol id="top-ra">{comments}</ol></div><p class="comment-footer">{a(w[6])}</p></section></article></div></div>
<div class="widget PopularPosts"><h3 class="title">{w[7]}</h3>{popular}</div></main></div><footer class="footer"><div class="widget Attribution">{a(w[8])}</div></footer></div></div></body>"""


@offered_in("es", "pt", "fr", "de")
def drupal_bartik(s: Scene) -> str:
    """Drupal 7 with Bartik as translated: "Enviado por X el Lun, 04/05/2009 - 10:22", the name beside each comment."""
    w = {
        "es": ("Enviado por {a} el {d}", "Comentarios", "Enlace permanente", "responder", "Añadir nuevo comentario", "Inicio", "Inicio de sesión", "Lun Mar Mié Jue Vie Sáb Dom", "Etiquetas:", "Ir al contenido principal", "Contenido reciente"),
        "pt": ("Submitted by {a} on {d}", "Comentários", "Link permanente", "responder", "Adicionar novo comentário", "Início", "Login do usuário", "seg ter qua qui sex sáb dom", "Tags:", "Pular para o conteúdo principal", "Conteúdo recente"),
        "fr": ("Soumis par {a} le {d}", "Commentaires", "Permalien", "répondre", "Ajouter un commentaire", "Accueil", "Connexion utilisateur", "lun mar mer jeu ven sam dim", "Étiquettes :", "Aller au contenu principal", "Contenu récent"),
        "de": ("Gespeichert von {a} am {d}", "Kommentare", "Permanenter Link", "Antworten", "Neuen Kommentar schreiben", "Startseite", "Benutzeranmeldung", "Mo Di Mi Do Fr Sa So", "Tags:", "Direkt zum Inhalt", "Neue Inhalte"),
    }[s.language]  # fmt: skip
    s.mentions = []
    s.tags_shown = True

    def day(when):
        return f"{w[7].split()[when.weekday()]}, {when:%d/%m/%Y - %H:%M}"

    comments = "".join(
        f'<a id="comment-{70 + i}"></a><div class="comment clearfix"><div class="attribution"><div class="submitted"><p class="commenter-name"><span class="username">{s.link(c)}</span></p><p class="comment-time"><span>{day(c.when)}</span></p><p class="comment-permalink">{a(w[2], "/comment/1", PERMANENT)}</p></div></div><div class="comment-text"><div class="comment-arrow"></div><h3>{a(e(" ".join(c.text[0].split()[:4])))}</h3><div class="content"><div class="field field-name-comment-body"><div class="field-items"><div class="field-item even">{s.said(c)}</div></div></div></div><ul class="links inline"><li class="comment-reply first last">{a(w[3])}</li></ul></div></div>'
        for i, c in enumerate(s.remarks)
    )
    tags = "".join(f'<li class="taxonomy-term-reference-{i}">{a(t, "/tags/x", TAG)}</li>' for i, t in enumerate(s.tags))
    talk = f'<div id="comments" class="comment-wrapper"><h2 class="title">{w[1]}</h2>{comments}<h2 class="title comment-form">{w[4]}</h2></div>' if s.remarks else ""  # fmt: skip
    return f"""<body class="html not-front node-type-blog"><div id="skip-link">{a(w[9])}</div><div id="page-wrapper"><div id="page"><div id="header"><div id="name-and-slogan"><div id="site-name"><strong>{a(s.site)}</strong></div><div id="site-slogan">{s.tagline}</div></div></div><div id="main-wrapper"><div id="main"><div id="breadcrumb"><div class="breadcrumb">{a(w[5])} » {a("Blogs")}</div></div><div id="content" class="column"><div class="section"><h1 class="title" id="page-title">{e(s.title)}</h1>
<div id="node-{s.ident}" class="node node-blog node-full clearfix"><div class="meta submitted"><span>{w[0].format(a=f"<span class=username>{s.author}</span>", d=day(s.when))}</span></div><div class="content clearfix"><div class="field field-name-field-tags"><h3 class="field-label">{w[8]} </h3><ul class="links">{tags}</ul></div><div class="field field-name-body"><div class="field-items"><div class="field-item even">{s.body()}</div></div></div></div>{talk}</div></div></div>
<div id="sidebar-first" class="column sidebar"><div class="block"><h2>{w[6]}</h2></div><div class="block"><h2>{w[10]}</h2>{items(*s.others[:3])}</div></div></div></div></div></div></body>"""
