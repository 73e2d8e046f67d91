"""Movable Type 2 to 5: individual archive pages in the languages that it spoke."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items, month_name, month_table

OLD = {
    "en": {"posted": "Posted by {a} at {d}", "main": "Main", "pings": "Trackback Pings", "url": "TrackBack URL for this entry:", "listed": "Listed below are links to weblogs that reference", "from": "from", "more": "[Read More]", "tracked": "Tracked on {d}",
           "comments": "Comments", "by": "Posted by: {n} at {d}", "post": "Post a comment", "name": "Name:", "mail": "Email Address:", "remember": "Remember personal info?", "text": "Comments:"},
    "fr": {"posted": "Posté par {a} le {d}", "main": "Accueil", "pings": "Trackback", "url": "URL de TrackBack de cette note:", "listed": "Ci-dessous la liste des liens des weblogs qui référencent", "from": "de", "more": "[Lire la suite]", "tracked": "Trackbacké le {d}",
           "comments": "Commentaires", "by": "Posté par: {n} le {d}", "post": "Poster un commentaire", "name": "Nom:", "mail": "Adresse email:", "remember": "Mémoriser mes infos personnelles?", "text": "Commentaires:"},
    "de": {"posted": "Geschrieben von {a} am {d}", "main": "Start", "pings": "TrackBack", "url": "TrackBack-URL zu diesem Eintrag:", "listed": "Die folgenden Weblogs beziehen sich auf diesen Eintrag", "from": "von", "more": "[Weiter lesen]", "tracked": "Verlinkt am {d}",
           "comments": "Kommentare", "by": "Geschrieben von: {n} am {d}", "post": "Kommentar schreiben", "name": "Name:", "mail": "E-Mail-Adresse:", "remember": "Persönliche Angaben speichern?", "text": "Kommentare:"},
    "es": {"posted": "Publicado por {a} en {d}", "main": "Inicio", "pings": "Trackback Pings", "url": "URL del Trackback para esta entrada:", "listed": "Listados abajo están los enlaces de los weblogs que le referencian", "from": "de", "more": "[Leer más]", "tracked": "Seguido el {d}",
           "comments": "Comentarios", "by": "Publicado por: {n} en {d}", "post": "Publicar un comentario", "name": "Nombre:", "mail": "Dirección de correo:", "remember": "¿Recordar datos personales?", "text": "Comentarios:"},
    "nl": {"posted": "Gepubliceerd door {a} op {d}", "main": "Hoofdpagina", "pings": "TrackBacks", "url": "TrackBack URL van dit bericht:", "listed": "Hieronder ziet u de weblogs die verwijzen naar", "from": "van", "more": "[Meer lezen]", "tracked": "Getracked op {d}",
           "comments": "Reacties", "by": "Geplaatst door: {n} op {d}", "post": "Reageer", "name": "Naam:", "mail": "E-mailadres:", "remember": "Persoonlijke gegevens onthouden?", "text": "Reacties:"},
    "it": {"posted": "Inviato da {a} il {d}", "main": "Principale", "pings": "Trackback", "url": "URL per il TrackBack a questo intervento:", "listed": "Di seguito sono elencati i weblog che fanno riferimento a", "from": "da", "more": "[Leggi il resto]", "tracked": "Rilevato il {d}",
           "comments": "Commenti", "by": "Inviato da: {n} il {d}", "post": "Invia un commento", "name": "Nome:", "mail": "Indirizzo e-mail:", "remember": "Vuoi che mi ricordi di te?", "text": "Commenti:"},
}  # fmt: skip
NEW = {
    "en": {"by": "By {a} on {d}", "replied": "{n} replied to comment from {p}", "said": "{n} said:", "comments": ("{k} Comments", "1 Comment", "No Comments"), "pings": ("{k} TrackBacks", "1 TrackBack", "No TrackBacks"),
           "listed": "Listed below are links to blogs that reference this entry: {t}.", "url": "TrackBack URL for this entry: {u}", "item": "{t} from {b} on {d}", "more": "Read More", "leave": "Leave a comment", "cats": "Categories", "tags": "Tags", "about": "About this Entry", "reply": "Reply",
           "entry": "This page contains a single entry by {a} published on {d}.", "prev": "{x} was the previous entry in this blog.", "next": "{x} is the next entry in this blog.", "find": "Find recent content on the main index or look in the archives to find all content.", "archive": "Monthly Archives", "search": "Search"},
    "fr": {"by": "Par {a} le {d}", "replied": "{n} en réponse au commentaire de {p}", "said": "{n} a dit :", "comments": ("{k} Commentaires", "1 Commentaire", "Aucun Commentaire"), "pings": ("{k} TrackBacks", "1 TrackBack", "Aucun TrackBack"),
           "listed": "Voici la liste des liens vers les blogs faisant référence à cette note : {t}.", "url": "URL de trackback pour cette note : {u}", "item": "{t} depuis {b} sur {d}", "more": "Lire la suite", "leave": "Laisser un commentaire", "cats": "Catégories", "tags": "Tags", "about": "À propos de cette note", "reply": "Répondre",
           "entry": "Cette page contient une unique note de {a} publiée le {d}.", "prev": "{x} est la note précédente de ce blog.", "next": "{x} est la note suivante de ce blog.", "find": "Retrouvez le contenu récent sur l’index principal ou allez dans les archives pour retrouver tout le contenu.", "archive": "Archives mensuelles", "search": "Rechercher"},
    "de": {"by": "Von {a} am {d}", "replied": "{n} hat auf den Kommentar von {p} geantwortet", "said": "{n} schrieb:", "comments": ("{k} Kommentare", "1 Kommentar", "Keine Kommentare"), "pings": ("{k} TrackBacks", "1 TrackBack", "Keine TrackBacks"),
           "listed": "Folgende Einträge anderer Blogs beziehen sich auf den Eintrag {t}", "url": "TrackBack-URL dieses Eintrags: {u}", "item": "{t} von {b} zu {d}", "more": "Weiterlesen", "leave": "Jetzt kommentieren", "cats": "Kategorien", "tags": "Tags", "about": "Über diese Seite", "reply": "Antworten",
           "entry": "Diese Seite enthält einen einzelnen Eintrag von {a} vom {d}.", "prev": "{x} ist der vorherige Eintrag in diesem Blog.", "next": "{x} ist der nächste Eintrag in diesem Blog.", "find": "Aktuelle Einträge finden Sie auf der Startseite, alle Einträge in den Archiven.", "archive": "Monatsarchive", "search": "Suchen"},
    "es": {"by": "Por {a} el {d}", "replied": "{n} respondió al comentario de {p}", "said": "{n} dijo:", "comments": ("{k} comentarios", "1 comentario", "Sin comentarios"), "pings": ("{k} TrackBacks", "1 TrackBack", "Sin trackbacks"),
           "listed": "Abajo están listados los blogs que hacen referencia a esta entrada: {t}.", "url": "URL de TrackBack de esta entrada: {u}", "item": "{t} desde {b} en {d}", "more": "Leer más", "leave": "Escribir un comentario", "cats": "Categorías", "tags": "Etiquetas", "about": "Sobre esta entrada", "reply": "Responder",
           "entry": "Esta página contiene una sola entrada realizada por {a} y publicada el {d}.", "prev": "{x} es la entrada anterior en este blog.", "next": "{x} es la entrada siguiente en este blog.", "find": "Encontrará los contenidos recientes en la página principal. Consulte los archivos para ver todos los contenidos.", "archive": "Archivos mensuales", "search": "Buscar"},
    "nl": {"by": "Door {a} op {d}", "replied": "{n} reageerde op reactie van {p}", "said": "{n} zei:", "comments": ("{k} reacties", "1 reactie", "Geen reacties"), "pings": ("{k} TrackBacks", "1 Trackback", "Geen TrackBacks"),
           "listed": "Hieronder ziet u links naar blogs die verwijzen naar het bericht: {t}.", "url": "TrackBack URL voor dit bericht: {u}", "item": "{t} van {b} op {d}", "more": "Meer lezen", "leave": "Laat een reactie achter", "cats": "Categorieën", "tags": "Tags", "about": "Over dit bericht", "reply": "Antwoorden",
           "entry": "Deze pagina bevat een enkel bericht door {a} gepubliceerd op {d}.", "prev": "{x} was het vorige bericht op dit weblog.", "next": "{x} is het volgende bericht op dit weblog.", "find": "Vind recente berichten op de hoofdpagina of kijk in het archief om alle berichten te zien.", "archive": "Maandelijkse archieven", "search": "Zoeken"},
}  # fmt: skip


def stamp(s: Scene, when) -> str:
    """Write a moment as Movable Type did: the month first, whatever the language, in most blogs."""
    if s.language in ("de", "nl") or (s.language == "fr" and when.day % 2):
        return f"{s.day(when)} {s.clock(when)}"
    return f"{s.day(when, 'us')} {s.clock(when, 'AM')}"


def _old_feedback(s: Scene, w: dict) -> str:
    pings = "".join(
        f'<p>» <a href="{m.url}">{m.title}</a> {w["from"]} {m.blog}<br />{m.excerpt} <a>{w["more"]}</a></p><p class="posted">{w["tracked"].format(d=stamp(s, m.when))}</p>'
        for m in s.mentions
    )
    if pings:
        pings = f"<p>{w['listed']} <a>{e(s.title)}</a>:</p>{pings}"
    comments = "".join(
        f'<a id="c{500 + i}"></a>{s.said(c)}<p class="posted">{w["by"].format(n=s.link(c), d=f"<a>{stamp(s, c.when)}</a>")}</p>'
        for i, c in enumerate(s.remarks)
    )
    return f"""<h2 id="trackbacks">{w["pings"]}</h2><p class="techstuff">{w["url"]}<br />{s.ping_url}</p>{pings}
<h2 id="comments">{w["comments"]}</h2>{comments}"""


@offered_in(*OLD)
def movable_type_2(s: Scene) -> str:
    """Movable Type 2.x's default: a table-less single column, the date above the title, the byline below the body."""
    w = OLD[s.language]
    s.ping_url = f"{s.host}/cgi-bin/mt-tb.cgi/{s.ident}"
    s.pings_shown = True
    older, newer = s.others[:2]
    return f"""<body><div id="banner"><h1><a>{s.site}</a></h1><span class="description">{s.tagline}</span></div>
<div id="container"><div class="blog"><div id="menu"><a>« {older}</a> | <a>{w["main"]}</a> | <a>{newer} »</a></div></div>
<div class="blog"><h2 class="date">{s.day(s.when, "us")}</h2><div class="blogbody"><h3 class="title">{e(s.title)}</h3>{s.body()}
<span class="posted">{w["posted"].format(a=s.author, d=stamp(s, s.when))}</span><br /></div>
<div class="comments-head"><a name="trackbacks"></a></div>{_old_feedback(s, w)}
<div class="comments-head">{w["post"]}</div><form><label>{w["name"]}</label><br /><input><br /><br /><label>{w["mail"]}</label><br /><input><br />URL:<br /><input>{w["remember"]}<br /><label>{w["text"]}</label><br /><textarea></textarea></form></div></div></body>"""


@offered_in(*OLD)
def movable_type_3(s: Scene) -> str:
    """Movable Type 3.x: the same with a right column, and the feedback's count on the page's own line."""
    w = OLD[s.language]
    s.ping_url = f"{s.host}/mt/mt-tb.cgi/{s.ident}"
    s.pings_shown = True
    older, newer = s.others[:2]
    return f"""<body class="layout-two-column-right"><div id="container"><div id="banner"><h1><a>{s.site}</a></h1><h2>{s.tagline}</h2></div>
<div id="center"><div class="content"><p align="right"><a>« {older}</a> | <a>{w["main"]}</a> | <a>{newer} »</a></p>
<h2 class="date-header">{s.day(s.when, "us")}</h2><h3 class="entry-header">{e(s.title)}</h3><div class="entry-body">{s.body()}</div>
<p class="posted">{w["posted"].format(a=s.author, d=stamp(s, s.when))}</p>{_old_feedback(s, w)}
<h2>{w["post"]}</h2><form><p>{w["name"]}<br /><input></p><p>{w["mail"]}<br /><input></p><p>URL:<br /><input></p><p>{w["remember"]}</p><p>{w["text"]}<br /><textarea></textarea></p></form></div></div>
<div id="right"><div class="sidebar">{month_table(s)}<h2>Archives</h2>{items(month_name(s), month_name(s, 1))}<h2>Links</h2>{items(*s.words["blogs"])}<p>Powered by<br /><a>Movable Type 3.2</a></p></div></div></div></body>"""


def _plural(words: tuple[str, str, str], count: int) -> str:
    return words[2] if not count else words[1] if count == 1 else words[0].format(k=count)


def _new_feedback(s: Scene, w: dict, dated: bool) -> str:
    s.pings_shown, s.pings_stated = True, len(s.mentions)
    s.ping_url = f"{s.host}/mt-tb.cgi/{s.ident}"
    tracks = "".join(
        f'<li class="trackback"><h3 class="trackback-title">{w["item"].format(t=f"<a href={m.url!r}>{m.title}</a>", b=f"<a>{m.blog}</a>", d=s.day(m.when, "us") + " " + s.clock(m.when, "12"))}</h3>'
        f'<div class="trackback-content">{m.excerpt} <a>{w["more"]}</a></div></li>'
        for m in s.mentions
    )
    listing = ""
    for place, c in enumerate(s.remarks):
        head = w["said"].format(n=f'<span class="vcard author">{s.link(c)}</span>')
        if c.parent is not None:
            head = w["replied"].format(
                n=f'<span class="vcard author">{s.link(c)}</span>', p=f"<a>{s.remarks[c.parent].name}</a>"
            )
        when = (
            f'<abbr class="published" title="{c.when:%Y-%m-%dT%H:%M:%S}+01:00">{s.day(c.when, "us")} {s.clock(c.when, "12")}</abbr>'
            if dated
            else ""
        )
        byline = (
            f"{head} | {when}" if dated and not s.rng.randint(0, 1) else f"{head}</div><div>{when}" if dated else head
        )
        listing += (f'<div class="comment" id="comment-{600 + place}"><div class="inner"><div class="comment-header"><div class="asset-meta"><span class="byline">{byline}</span></div></div>'
                    f'<div class="comment-content">{s.said(c)}</div>' + (f'<div class="comment-footer"><a>{w["reply"]}</a></div>' if dated else "") + "</div></div>")  # fmt: skip
    return f"""<div id="trackbacks" class="trackbacks"><h2 class="trackbacks-header">{_plural(w["pings"], len(s.mentions))}</h2><div class="trackbacks-info">
<p>{w["listed"].format(t=f"<a>{e(s.title)}</a>")}</p><p>{w["url"].format(u=s.ping_url)}</p></div><div class="trackbacks-content">{tracks}</div></div>
<div id="comments" class="comments"><h2 class="comments-header">{_plural(w["comments"], len(s.remarks))}</h2><div class="comments-content">{listing}</div>
<div class="comments-open"><h2 class="comments-open-header">{w["leave"]}</h2></div></div>"""


@offered_in(*NEW)
def movable_type_4(s: Scene) -> str:
    """Movable Type 4's default blog: byline with permalink, counts, widgets."""
    w = NEW[s.language]
    s.tags_shown = True
    counts = f"<a>{_plural(w['comments'], len(s.remarks))}</a> | <a>{_plural(w['pings'], len(s.mentions))}</a>"
    tags = (
        f'<div class="entry-tags"><h4 class="entry-tags-header">{w["tags"]}:</h4><ul class="entry-tags-list">'
        + "".join(f'<li class="entry-tag"><a rel="tag">{t}</a></li>' for t in s.tags)
        + "</ul></div>"
    )
    day = f"{s.day(s.when, 'us')} {s.clock(s.when, '12')}"
    about = w["entry"].format(a=s.author, d=f"<em>{day}</em>") + "</p><p>" + w["prev"].format(x=f"<a>{s.others[0]}</a>")
    about += "</p><p>" + w["next"].format(x=f"<a>{s.others[1]}</a>") + "</p><p>" + w["find"]
    by = w["by"].format(
        a=f'<span class="vcard author"><a class="fn url">{s.author}</a></span>',
        d=f'<abbr class="published" title="{s.when:%Y-%m-%dT%H:%M:%S}+01:00">{day}</abbr>',
    )
    return f"""<body class="mt-entry-archive layout-wtt"><div id="container"><div id="header"><div id="header-content"><h1 id="header-name"><a>{s.site}</a></h1><h2 id="header-description">{s.tagline}</h2></div></div>
<div id="content"><div id="alpha"><div id="entry-{s.ident}" class="entry asset hentry"><div class="asset-header"><h1 id="page-title" class="asset-name entry-title">{e(s.title)}</h1>
<div class="asset-meta"><span class="byline">{by}</span><span class="separator">|</span> {counts}</div></div>
<div class="asset-content entry-content"><div class="asset-body">{s.body()}</div></div><div class="asset-footer">{tags}</div></div>
{_new_feedback(s, w, True)}</div>
<div id="beta"><div class="widget-search widget"><h3 class="widget-header">{w["search"]}</h3></div><div class="widget-welcome widget"><h3>{w["about"]}</h3><div class="widget-content"><p class="first">{about}</p></div></div></div></div></div></body>"""


@offered_in(*NEW)
def movable_type_5(s: Scene) -> str:
    """Movable Type 5's professional theme, and its many offspring: the date above, replies named, dates of comments seldom."""
    w = NEW[s.language]
    s.hide("author")
    s.precision = "day"
    s.comments_to = "none"
    s.thread()
    for place, remark in enumerate(s.remarks):
        if remark.parent is not None:
            named = [i for i in range(place) if s.remarks[i].name == s.remarks[remark.parent].name]
            remark.parent = named[-1]
    older, newer = s.others[:2]
    return f"""<body><div id="container"><div id="header"><h1><a>{s.site}</a></h1><p>{s.tagline}</p></div><div id="content">
<div class="entry"><p class="nav">« {older} | {newer} »</p><h2 id="page-title">{e(s.title)}</h2><p class="date">{s.day(s.when, "week")}</p>{s.body()}</div>
{_new_feedback(s, w, False)}</div><div id="sidebar"><h3>{w["archive"]}</h3>{items(month_name(s), month_name(s, 1), month_name(s, 2))}{month_table(s)}<h3>Links</h3>{items(*s.words["blogs"])}</div></div></body>"""
