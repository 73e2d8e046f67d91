"""Drupal, b2evolution, Textpattern, ExpressionEngine."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, month_table

DRUPAL = {
    "en": ("Submitted by {a} on {d}", "reply", "Login or register to post comments", "{k} comments", "{k} reads", "Add new comment", "Trackback URL for this post:", "User login", "Username:", "Password:", "Create new account", "Navigation", "Recent blog posts", "Home", "Comments", "Permalink", "Anonymous", "Comment viewing options", "Reply"),
    "fr": ("Soumis par {a} le {d}", "répondre", "Identifiez-vous ou inscrivez-vous pour poster des commentaires", "{k} commentaires", "{k} lectures", "Ajouter un commentaire", "URL de rétrolien pour ce billet :", "Connexion utilisateur", "Nom d'utilisateur :", "Mot de passe :", "Créer un nouveau compte", "Navigation", "Billets de blog récents", "Accueil", "Commentaires", "Permalien", "Anonyme", "Options d'affichage des commentaires", "Répondre"),
    "it": ("Inviato da {a} il {d}", "rispondi", "Effettua il login o registrati per inserire commenti", "{k} commenti", "letto {k} volte", "Aggiungi un commento", "URL trackback per questo post:", "Accesso utente", "Nome utente:", "Password:", "Crea un nuovo profilo", "Navigazione", "Ultimi post", "Home", "Commenti", "Permalink", "Anonimo", "Opzioni visualizzazione commenti", "Rispondi"),
    "de": ("Verfasst von {a} am {d}", "Antworten", "Anmelden oder Registrieren um Kommentare zu schreiben", "{k} Kommentare", "{k} Aufrufe", "Neuen Kommentar schreiben", "Trackback-URL für diesen Beitrag:", "Benutzeranmeldung", "Benutzername:", "Passwort:", "Neues Benutzerkonto erstellen", "Navigation", "Neueste Blogeinträge", "Startseite", "Kommentare", "Permalink", "Gast", "Anzeigeoptionen für Kommentare", "Antworten"),
    "es": ("Enviado por {a} en {d}", "responder", "Inicie sesión o regístrese para enviar comentarios", "{k} comentarios", "{k} lecturas", "Enviar un comentario nuevo", "URL de trackback para este envío:", "Inicio de sesión", "Nombre de usuario:", "Contraseña:", "Crear nueva cuenta", "Navegación", "Entradas recientes del blog", "Inicio", "Comentarios", "Enlace permanente", "Anónimo", "Opciones de visualización de comentarios", "Responder"),
    "pt": ("Enviado por {a} em {d}", "responder", "Faça login ou registre-se para postar comentários", "{k} comentários", "{k} leituras", "Adicionar novo comentário", "Trackback URL for this post:", "Login do usuário", "Usuário:", "Senha:", "Criar nova conta", "Navegação", "Posts recentes do blog", "Início", "Comentários", "Link permanente", "Anônimo", "Opções de visualização dos comentários", "Responder"),
    "nl": ("Ingediend door {a} op {d}", "reageer", "Login of registreer om te reageren", "{k} reacties", "{k} keer gelezen", "Nieuwe reactie toevoegen", "Trackback URL voor dit bericht:", "Gebruikerslogin", "Gebruikersnaam:", "Wachtwoord:", "Nieuw account aanmaken", "Navigatie", "Recente blogberichten", "Home", "Reacties", "Permalink", "Anoniem", "Reactieweergave-opties", "Reageer"),
}  # fmt: skip


def _when(s: Scene, when, seven: bool = False) -> str:
    short = s.day(when, "week").split()[0].strip(",")[:3]
    if seven and s.language == "en":
        return f"{short}, {when:%m/%d/%Y} - {s.clock(when, '24')}"
    if s.language == "en":
        return (
            f"{short}, {when:%Y-%m-%d} {s.clock(when)}"
            if s.when.day % 2
            else f"{short}, {when:%m/%d/%Y} - {s.clock(when, '24')}"
        )
    if s.when.day % 3 == 0:
        return f"{short}, {s.day(when, 'numeric').replace('.', '/').replace('-', '/')} - {s.clock(when)}"
    if s.when.day % 3 == 1:
        return f"{s.day(when)} - {s.clock(when)}"
    return f"{s.day(when, 'week')} - {s.clock(when)}"


def _drupal_threads(s: Scene, item, parent=None) -> str:
    return "".join(
        item(place) + (f'<div class="indented">{inner}</div>' if (inner := _drupal_threads(s, item, place)) else "")
        for place in s.nested(parent)
    )


def _drupal_subjects(s: Scene) -> list[str]:
    """Show tags, and comments with a subject each."""
    s.thread()
    s.flatten()
    s.tags_shown = True
    return [" ".join(c.text[0].split()[:4]).rstrip(".,:;") for c in s.remarks]


def _drupal_block(s: Scene, w: tuple) -> str:
    return (f'<div id="block-user-0" class="block"><h2>{w[7]}</h2><form><label>{w[8]}</label><input><label>{w[9]}</label><input></form>{items(w[10])}</div>'
            f'<div class="block"><h2>{w[11]}</h2>{items(w[13], w[12])}</div><div class="block"><h2>{w[12]}</h2>{items(*s.others[:4])}</div>')  # fmt: skip


@offered_in()
def drupal_5(s: Scene) -> str:
    """Drupal 4.7 and 5 with Garland: subject above each comment, login block, terms under the byline."""
    w = DRUPAL[s.language]
    s.thread()
    s.flatten()
    s.categories_shown = False
    s.tags_shown = True
    if s.rng.random() < 0.5:
        s.ping_url = f"{s.host}/trackback/{s.ident}"
    subjects = [" ".join(c.text[0].split()[:4]).rstrip(".,:;") for c in s.remarks]

    def item(place):
        c = s.remarks[place]
        return (f'<a id="comment-{800 + place}"></a><div class="comment"><div class="clear-block"><span class="submitted">{_when(s, c.when)} — {s.link(c)}</span><h3><a>{subjects[place]}</a></h3>'
                f'<div class="content">{s.said(c)}</div></div><div class="links"><ul class="links"><li><a>{w[1]}</a></li></ul></div></div>')  # fmt: skip

    ping = (
        f'<div id="trackback-url" class="box"><h2>{w[6].rstrip(" :")}:</h2><div class="content">{s.ping_url}</div></div>'
        if s.ping_url
        else ""
    )
    terms = items(*(f'</a><a rel="tag">{t}' for t in s.tags)).replace("<ul>", '<ul class="links inline">')
    return f"""<body class="sidebar-left"><div id="wrapper"><div id="container" class="clear-block"><div id="header"><h1><a><span>{s.site}</span> {s.tagline}</a></h1></div><div id="sidebar-left" class="sidebar">{_drupal_block(s, w)}</div>
<div id="center"><div id="squeeze"><div class="breadcrumb"><a>{w[13]}</a> » <a>Blogs</a> » <a>{s.author}</a></div><h2>{e(s.title)}</h2><div class="clear-block"><div id="node-{s.ident}" class="node"><span class="submitted">{w[0].format(a=f"<a>{s.author}</a>", d=_when(s, s.when))}</span><span class="taxonomy">{terms}</span>
<div class="content">{s.body()}</div><div class="links"><ul class="links inline"><li><a>{w[2]}</a></li> <li><span>{w[4].format(k=s.rng.randint(20, 900))}</span></li></ul></div></div>{ping}<div id="comments">{_drupal_threads(s, item)}</div></div></div></div></div></div></body>"""


@offered_in()
def drupal_6(s: Scene) -> str:
    """Drupal 6: "Submitted by X on D." below the subject of each comment."""
    w = DRUPAL[s.language]
    subjects = _drupal_subjects(s)

    def item(place):
        c = s.remarks[place]
        return (f'<a id="comment-{800 + place}"></a><div class="comment odd"><h3><a class="active">{subjects[place]}</a></h3><div class="submitted">{w[0].format(a=s.link(c), d=_when(s, c.when))}.</div>'
                f'<div class="content">{s.said(c)}</div><ul class="links"><li class="comment_reply"><a>{w[1]}</a></li></ul></div>')  # fmt: skip

    terms = "".join(f'<li><a rel="tag">{t}</a></li>' for t in s.tags)
    return f"""<body><div id="page"><div id="header"><div id="logo-title"><h1 id="site-name"><a>{s.site}</a></h1><div id="site-slogan">{s.tagline}</div></div><div class="menu"><ul id="primary"><li><a>{w[13]}</a></li></ul></div></div>
<div id="main"><div class="breadcrumb"><a>{w[13]}</a></div><h1 class="title">{e(s.title)}</h1><div class="node"><div class="submitted">{w[0].format(a=f"<a>{s.author}</a>", d=_when(s, s.when))}.</div><div class="taxonomy"><ul class="links inline">{terms}</ul></div><div class="content">{s.body()}</div><div class="links"><ul class="links inline"><li><a>{w[2]}</a></li></ul></div></div>
<div id="comments">{_drupal_threads(s, item)}</div></div><div id="sidebar-right" class="sidebar">{_drupal_block(s, w)}</div></div></body>"""


@offered_in()
def drupal_7(s: Scene) -> str:
    """Drupal 7 with Bartik: name and date beside the comment, subject and text after."""
    w = DRUPAL[s.language]
    subjects = _drupal_subjects(s)

    def item(place):
        c = s.remarks[place]
        return (f'<a id="comment-{800 + place}"></a><div class="comment clearfix"><div class="attribution"><div class="submitted"><p class="commenter-name"><span class="username">{s.link(c)}</span></p><p class="comment-time"><span>{_when(s, c.when, True)}</span></p><p class="comment-permalink"><a>{w[15]}</a></p></div></div>'
                f'<div class="comment-text"><h3>{subjects[place]}</h3><div class="content"><div class="field field-name-comment-body"><div class="field-items"><div class="field-item even">{s.said(c)}</div></div></div></div><ul class="links inline"><li class="comment-reply"><a>{w[1]}</a></li></ul></div></div>')  # fmt: skip

    terms = "".join(f'<li class="taxonomy-term-reference-{i}"><a>{t}</a></li>' for i, t in enumerate(s.tags))
    listing = (
        f'<div id="comments" class="comment-wrapper"><h2 class="title">{w[14]}</h2>{_drupal_threads(s, item)}<h2 class="title comment-form">{w[5]}</h2></div>'
        if s.remarks
        else ""
    )
    return f"""<body><div id="page"><div id="header"><div id="name-and-slogan"><div id="site-name"><strong><a><span>{s.site}</span></a></strong></div><div id="site-slogan">{s.tagline}</div></div></div><div id="main"><h2 class="element-invisible">You are here</h2><div class="breadcrumb"><a>{w[13]}</a></div>
<div id="content" class="column"><h1 class="title" id="page-title">{e(s.title)}</h1><div id="node-{s.ident}" class="node node-blog"><div class="meta submitted">{w[0].format(a=f'<span class="username">{s.author}</span>', d=_when(s, s.when, True))}</div><div class="content clearfix"><div class="field field-name-body"><div class="field-items"><div class="field-item even">{s.body()}</div></div></div><div class="field field-name-field-tags"><h3 class="field-label">Tags: </h3><ul class="links">{terms}</ul></div></div></div>{listing}</div>
<div id="sidebar-first" class="column sidebar">{_drupal_block(s, w)}</div></div></div></body>"""


B2 = {
    "en": ("Permalink {t}, by {a}, Categories: {c}", "{k} comments", "1 comment", "No feedback yet", "Comment from: {n} [Visitor]", "Leave a comment", "Trackback address for this post", "Pages: <a>« {o} :: {x} »</a>", "{d} @ {t}", "Your email address will not be revealed on this site."),
    "fr": ("Permalien {t}, par {a}, Catégories: {c}", "{k} commentaires", "1 commentaire", "Pas encore de commentaires", "Commentaire de: {n} [Visiteur]", "Laisser un commentaire", "Adresse de trackback pour ce post", "<a>« {o} :: {x} »</a>", "{d} @ {t}", "Votre adresse email ne sera pas affichée sur ce site."),
    "es": ("Permalink {t}, por {a}, Categorías: {c}", "{k} comentarios", "1 comentario", "Aún no hay comentarios", "Comentario de: {n} [Visitante]", "Dejar un comentario", "Dirección de trackback para esta entrada", "<a>« {o} :: {x} »</a>", "{d} @ {t}", "Tu dirección de correo no será mostrada en este sitio."),
    "de": ("Permalink {t}, von {a}, Kategorien: {c}", "{k} Kommentare", "1 Kommentar", "Noch kein Feedback", "Kommentar von: {n} [Besucher]", "Einen Kommentar hinterlassen", "Trackback-Adresse für diesen Eintrag", "<a>« {o} :: {x} »</a>", "{d} @ {t}", "Ihre E-Mail-Adresse wird nicht auf der Seite angezeigt."),
    "nl": ("Permalink {t}, door {a}, Categorieën: {c}", "{k} reacties", "1 reactie", "Nog geen reacties", "Reactie van: {n} [Bezoeker]", "Laat een reactie achter", "Trackback-adres voor dit bericht", "<a>« {o} :: {x} »</a>", "{d} @ {t}", "Uw e-mailadres wordt niet getoond op deze site."),
}  # fmt: skip


def _b2(s: Scene, numeric: bool) -> str:
    w = B2[s.language]
    s.mentions = []
    s.categories_shown = True
    s.ping_url = f"{s.host}/htsrv/trackback.php/{s.ident}" if s.rng.random() < 0.6 else None
    at = lambda when: w[8].format(d=s.day(when, "two" if numeric else "iso"), t=f"{when:%H:%M}")  # noqa: E731
    listing = "".join(
        f'<div class="bComment" id="c{100 + i}"><div class="bCommentTitle">{w[4].format(n=f"<strong>{e(c.name)}</strong>")}'
        + (f' · <a href="{c.url}">{c.url}</a>' if c.url else "")
        + f'</div><div class="bCommentText">{s.said(c)}</div><div class="bCommentSmallPrint">{at(c.when)}</div></div>'
        for i, c in enumerate(s.remarks)
    )
    heading = w[3] if not s.remarks else w[2] if len(s.remarks) == 1 else w[1].format(k=len(s.remarks))
    ping = f"<h4>{w[6]}</h4><p class='trackback_url'>{s.ping_url}</p>" if s.ping_url else ""
    day = s.day(s.when, "two") if numeric else s.day(s.when, "week")
    return f"""<h2>{day}</h2><div class="bPost" lang="{s.language}"><h3 class="bTitle">{e(s.title)}</h3><div class="bSmallHead">{w[0].format(t=s.clock(s.when, "seconds" if numeric else "24"), a=s.author, c=f"<a>{s.category}</a>")}</div>
<div class="bText">{s.body()}</div><div class="bSmallPrint"></div>{ping}<div class="bFeedback"><h4>{heading}</h4>{listing}<h4>{w[5]}</h4><form><fieldset><label>{w[9]}</label></fieldset></form></div></div>"""


@offered_in(*B2)
def b2evolution_custom(s: Scene) -> str:
    """b2evolution's custom skin: numbers for dates, seconds for times, "Comment from: X [Visitor]"."""
    return f"""<body><div class="wrapper"><div class="pageHeader"><h1 class="pageTitle">{s.site}</h1><div class="pageSubTitle">{s.tagline}</div></div><div class="bPosts">{_b2(s, True)}</div>
<div class="bSideBar"><div class="bSideItem"><h3>{s.site}</h3><p>{s.words["about"]}</p></div><div class="bSideItem">{month_table(s)}</div><div class="bSideItem">{items(month_name(s), month_name(s, 1))}</div></div></div></body>"""


@offered_in(*B2)
def b2evolution_skin(s: Scene) -> str:
    """Another skin: the column first, the date in words, ISO dates below the comments."""
    return f"""<body><div id="left"><div class="bSideBar"><div class="bSideItem"><h3>Archives</h3>{items(month_name(s), month_name(s, 1), month_name(s, 2))}</div><div class="bSideItem"><h3>{s.words["categories"][0]}</h3>{items(*s.words["categories"])}</div></div></div>
<div id="content"><h1>{s.site}</h1><p class="tagline">{s.tagline}</p><div class="bPosts">{_b2(s, False)}</div></div><div id="footer">powered by b2evolution</div></body>"""


TXP = {
    "en": ("Posted {d}, {t} by {a}", "Category: {c}", "Comments", "Commenting is closed for this article."), "fr": ("Posté le {d}, {t} par {a}", "Catégorie : {c}", "Commentaires", "Les commentaires sont fermés pour cet article."),
    "de": ("Verfasst am {d}, {t} von {a}", "Kategorie: {c}", "Kommentare", "Die Kommentarfunktion für diesen Artikel ist geschlossen."), "it": ("Scritto il {d}, {t} da {a}", "Categoria: {c}", "Commenti", "I commenti per questo articolo sono chiusi."),
    "nl": ("Geplaatst op {d}, {t} door {a}", "Categorie: {c}", "Reacties", "Reageren op dit artikel is niet meer mogelijk."),
}  # fmt: skip


@offered_in(*TXP)
def textpattern(s: Scene) -> str:
    """Textpattern 4.0's default: text, then "— Name · date · #"."""
    w = TXP[s.language]
    s.mentions = []
    s.categories_shown = True
    listing = "".join(
        f'<div id="c{i:06}" class="comment">{s.said(c)}<p class="small">— {s.link(c)} · {s.day(c.when, "dmy")}, {s.clock(c.when)} · <a>#</a></p></div>'
        for i, c in enumerate(s.remarks)
    )
    older, newer = s.others[:2]
    return f"""<body id="article"><div id="accessibility"><a>Go to content</a> <a>Go to navigation</a></div><div id="container"><div id="head"><p id="site-name"><a>{s.site}</a></p><p id="site-slogan">{s.tagline}</p></div><div id="sidebar-1"></div>
<div id="content"><h3>{e(s.title)}</h3>{s.body()}<p class="published">{w[0].format(d=s.day(s.when, "dmy"), t=s.clock(s.when), a=s.author)}</p><p>{w[1].format(c=f"<a>{s.category}</a>")}</p><h3 id="comment">{w[2]}</h3>{listing}<p>{w[3]}</p><div class="divider"></div><p><a>{older}</a> <a>{newer}</a></p></div><div id="foot">&nbsp;</div></div></body>"""


@offered_in("en", "fr", "de", "nl")
def expression_engine(s: Scene) -> str:
    """ExpressionEngine 1: the byline above, "Posted by X on D" under each comment."""
    w = {"en": ("Posted by {a} on {d} at {t}", "Comments", "Posted by {n} on {d} at {t}", "Add a comment"), "fr": ("Publié par {a} le {d} à {t}", "Commentaires", "Publié par {n} le {d} à {t}", "Ajouter un commentaire"), "de": ("Geschrieben von {a} am {d} um {t}", "Kommentare", "Geschrieben von {n} am {d} um {t}", "Kommentar hinzufügen"), "nl": ("Geplaatst door {a} op {d} om {t}", "Reacties", "Geplaatst door {n} op {d} om {t}", "Reactie toevoegen")}[s.language]  # fmt: skip
    s.mentions = []
    clock = "AM" if s.language == "en" else "24"
    listing = "".join(
        f'{s.said(c)}<p class="posted">{w[2].format(n=s.link(c), d=s.day(c.when), t=s.clock(c.when, clock))}</p>'
        for c in s.remarks
    )
    return f"""<body><div id="header"><h1>{s.site}</h1><p>{s.tagline}</p></div><div id="content"><h2 class="title">{e(s.title)}</h2><p class="posted">{w[0].format(a=s.author, d=s.day(s.when), t=s.clock(s.when, clock))}</p>{s.body()}
<h3>{w[1]}</h3>{listing}<h3>{w[3]}</h3><form><p>Name:</p><p>Email:</p></form></div><div id="side"><h2>Archives</h2>{items(month_name(s), month_name(s, 1))}</div></body>"""
