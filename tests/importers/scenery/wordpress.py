"""WordPress: the classic theme, Kubrick, and the Twenties."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Remark, Scene, offered_in
from tests.importers.scenery.sidebars import wordpress_sidebar

WORDS = {
    "en": {"says": "{n} says:", "at": "{d} at {t}", "reply": "Reply", "leave": "Leave a Reply", "filed": "Posted in {c}", "tags": "Tags: {t}", "none": "No comments yet.",
           "heads": ("One Response to “{t}”", "{k} Responses to “{t}”"), "thoughts": ("One thought on “{t}”", "{k} thoughts on “{t}”"), "edit": "Edit", "by": "By {a}",
           "posted": "Posted on {d} by {a}", "name": "Name (required)", "mail": "Mail (will not be published) (required)", "web": "Website", "submit": "Submit Comment", "nav": ("Older", "Newer"),
           "foot": "This entry was posted on {d} at {t} and is filed under {c}. You can follow any responses to this entry through the RSS 2.0 feed. You can leave a response, or trackback from your own site.",
           "ten": "This entry was posted in {c} and tagged {g}. Bookmark the permalink.", "ten2": "This entry was posted in {c} by {a}. Bookmark the permalink.", "email": "Your email address will not be published. Required fields are marked *", "powered": "Proudly powered by WordPress", "skip": "Skip to content", "ping": "Pingback: ", "navi": "Post navigation"},
    "fr": {"says": "{n} dit :", "at": "{d} à {t}", "reply": "Répondre", "leave": "Laisser un commentaire", "filed": "Publié dans {c}", "tags": "Mots-clés : {t}", "none": "Pas encore de commentaire.",
           "heads": ("Une réponse à “{t}”", "{k} réponses à “{t}”"), "thoughts": ("Une réflexion au sujet de « {t} »", "{k} réflexions au sujet de « {t} »"), "edit": "Modifier", "by": "Par {a}",
           "posted": "Publié le {d} par {a}", "name": "Nom (obligatoire)", "mail": "Adresse e-mail (ne sera pas publiée) (obligatoire)", "web": "Site web", "submit": "Dites-le !", "nav": ("Précédent", "Suivant"),
           "foot": "Cette entrée a été publiée le {d} à {t}, et est classée dans {c}. Vous pouvez suivre les commentaires de cette entrée à l’aide du flux RSS 2.0. Vous pouvez laisser un commentaire, ou faire un rétrolien depuis votre propre site.",
           "ten": "Ce contenu a été publié dans {c}, et marqué avec {g}. Vous pouvez le mettre en favoris avec ce permalien.", "ten2": "Cette entrée a été publiée dans {c} par {a}. Vous pouvez la mettre en favoris avec ce permalien.", "email": "Votre adresse de messagerie ne sera pas publiée. Les champs obligatoires sont indiqués avec *", "powered": "Fièrement propulsé par WordPress", "skip": "Aller au contenu", "ping": "Ping : ", "navi": "Navigation des articles"},
    "it": {"says": "{n} scrive:", "at": "{d} alle {t}", "reply": "Rispondi", "leave": "Lascia un commento", "filed": "Pubblicato in {c}", "tags": "Tag: {t}", "none": "Ancora nessun commento.",
           "heads": ("Un commento a “{t}”", "{k} commenti a “{t}”"), "thoughts": ("Un pensiero su “{t}”", "{k} pensieri su “{t}”"), "edit": "Modifica", "by": "Di {a}",
           "posted": "Pubblicato il {d} da {a}", "name": "Nome (obbligatorio)", "mail": "Mail (che non verrà pubblicata) (obbligatoria)", "web": "Sito web", "submit": "Invia il commento", "nav": ("Precedente", "Successivo"),
           "foot": "Questo articolo è stato pubblicato il {d} alle {t} e classificato in {c}. Puoi seguire i commenti a questo articolo tramite il feed RSS 2.0. Puoi inviare un commento, o fare un trackback dal tuo sito.",
           "ten": "Questa voce è stata pubblicata in {c} e contrassegnata con {g}. Contrassegna il permalink.", "ten2": "Questa voce è stata pubblicata in {c} da {a}. Contrassegna il permalink.", "email": "Il tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *", "powered": "Proudly powered by WordPress", "skip": "Vai al contenuto", "ping": "Pingback: ", "navi": "Navigazione articolo"},
    "de": {"says": "{n} sagt:", "at": "{d} um {t}", "reply": "Antworten", "leave": "Hinterlasse eine Antwort", "filed": "Veröffentlicht unter {c}", "tags": "Schlagwörter: {t}", "none": "Noch keine Kommentare.",
           "heads": ("Eine Antwort zu “{t}”", "{k} Antworten zu “{t}”"), "thoughts": ("Ein Gedanke zu „{t}“", "{k} Gedanken zu „{t}“"), "edit": "Bearbeiten", "by": "Von {a}",
           "posted": "Veröffentlicht am {d} von {a}", "name": "Name (erforderlich)", "mail": "E-Mail (wird nicht veröffentlicht) (erforderlich)", "web": "Webseite", "submit": "Kommentar abschicken", "nav": ("Zurück", "Weiter"),
           "foot": "Dieser Beitrag wurde am {d} um {t} in der Kategorie {c} veröffentlicht. Du kannst die Kommentare zu diesem Eintrag durch den RSS-2.0-Feed verfolgen. Du kannst einen Kommentar schreiben, oder einen Trackback auf deiner Seite einrichten.",
           "ten": "Dieser Beitrag wurde unter {c} abgelegt und mit {g} verschlagwortet. Setze ein Lesezeichen auf den Permalink.", "ten2": "Dieser Beitrag wurde von {a} unter {c} veröffentlicht. Setze ein Lesezeichen für den Permalink.", "email": "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind markiert *", "powered": "Stolz präsentiert von WordPress", "skip": "Zum Inhalt springen", "ping": "Pingback: ", "navi": "Artikel-Navigation"},
    "es": {"says": "{n} dice:", "at": "{d} a las {t}", "reply": "Responder", "leave": "Deja un comentario", "filed": "Publicado en {c}", "tags": "Etiquetas: {t}", "none": "Aún no hay comentarios.",
           "heads": ("Una respuesta a “{t}”", "{k} respuestas a “{t}”"), "thoughts": ("Un pensamiento en “{t}”", "{k} pensamientos en “{t}”"), "edit": "Editar", "by": "Por {a}",
           "posted": "Publicado el {d} por {a}", "name": "Nombre (requerido)", "mail": "Correo (no será publicado) (requerido)", "web": "Sitio web", "submit": "Enviar comentario", "nav": ("Anterior", "Siguiente"),
           "foot": "Esta entrada fue publicada el {d} a las {t} y está archivada en {c}. Puedes seguir las respuestas de esta entrada a través del feed RSS 2.0. Puedes dejar una respuesta, o hacer un trackback desde tu propio sitio.",
           "ten": "Esta entrada fue publicada en {c} y etiquetada {g}. Guarda el enlace permanente.", "ten2": "Esta entrada fue publicada en {c} por {a}. Guarda el enlace permanente.", "email": "Tu dirección de correo electrónico no será publicada. Los campos necesarios están marcados *", "powered": "Funciona gracias a WordPress", "skip": "Ir al contenido", "ping": "Pingback: ", "navi": "Navegador de artículos"},
    "pt": {"says": "{n} disse:", "at": "{d} às {t}", "reply": "Responder", "leave": "Deixe uma resposta", "filed": "Publicado em {c}", "tags": "Tags: {t}", "none": "Nenhum comentário ainda.",
           "heads": ("Uma resposta para “{t}”", "{k} respostas para “{t}”"), "thoughts": ("Uma ideia sobre “{t}”", "{k} ideias sobre “{t}”"), "edit": "Editar", "by": "Por {a}",
           "posted": "Publicado em {d} por {a}", "name": "Nome (obrigatório)", "mail": "E-mail (não será publicado) (obrigatório)", "web": "Site", "submit": "Enviar comentário", "nav": ("Anterior", "Próximo"),
           "foot": "Este post foi publicado em {d} às {t} e está arquivado em {c}. Você pode acompanhar qualquer resposta a este post através do feed RSS 2.0. Você pode deixar uma resposta, ou fazer trackback do seu próprio site.",
           "ten": "Esta entrada foi publicada em {c} e marcada com a tag {g}. Adicione o link permanente aos seus favoritos.", "ten2": "Esta entrada foi publicada em {c} por {a}. Guarde o link permanente.", "email": "O seu endereço de email não será publicado. Campos obrigatórios são marcados com *", "powered": "Orgulhosamente criado com WordPress", "skip": "Ir para o conteúdo", "ping": "Pingback: ", "navi": "Navegação de posts"},
    "nl": {"says": "{n} zegt:", "at": "{d} om {t}", "reply": "Beantwoorden", "leave": "Geef een reactie", "filed": "Geplaatst in {c}", "tags": "Tags: {t}", "none": "Nog geen reacties.",
           "heads": ("Eén reactie op “{t}”", "{k} reacties op “{t}”"), "thoughts": ("Eén gedachte over “{t}”", "{k} gedachten over “{t}”"), "edit": "Bewerken", "by": "Door {a}",
           "posted": "Geplaatst op {d} door {a}", "name": "Naam (verplicht)", "mail": "E-mail (wordt niet gepubliceerd) (verplicht)", "web": "Website", "submit": "Reactie plaatsen", "nav": ("Vorige", "Volgende"),
           "foot": "Dit bericht is geplaatst op {d} om {t} en is opgeborgen in {c}. Je kunt reacties op dit bericht volgen via de RSS 2.0 feed. Je kunt een reactie achterlaten, of een trackback van je eigen site.",
           "ten": "Dit bericht werd geplaatst in {c} en getagged met {g}. Bookmark de permalink.", "ten2": "Dit bericht werd geplaatst in {c} door {a}. Bookmark de permalink.", "email": "Het e-mailadres wordt niet gepubliceerd. Vereiste velden zijn gemarkeerd met *", "powered": "Ondersteund door WordPress", "skip": "Spring naar inhoud", "ping": "Pingback: ", "navi": "Bericht navigatie"},
}  # fmt: skip
CLASSIC = {
    "en": ("Filed under: {c} — {a} @ {t}", "{k} Comments »", "1 Comment »", "No Comments »", "Comment by {n} — {d} @ {t}", "The URI to TrackBack this entry is: {u}", "RSS feed for comments on this post.", "Leave a comment", "Trackback by {n} — {d} @ {t}"),
    "fr": ("Classé dans : {c} — {a} @ {t}", "{k} commentaires »", "1 commentaire »", "Pas de commentaire »", "Commentaire par {n} — {d} @ {t}", "L'URI de trackback de cet article est : {u}", "Fil RSS des commentaires de cet article.", "Laisser un commentaire", "Trackback par {n} — {d} @ {t}"),
    "it": ("Archiviato in: {c} — {a} @ {t}", "{k} Commenti »", "1 Commento »", "Nessun commento »", "Commento di {n} — {d} @ {t}", "L'URI per il TrackBack di questo articolo è: {u}", "Feed RSS dei commenti a questo articolo.", "Lascia un commento", "Trackback di {n} — {d} @ {t}"),
    "de": ("Abgelegt unter: {c} — {a} @ {t}", "{k} Kommentare »", "1 Kommentar »", "Keine Kommentare »", "Kommentar von {n} — {d} @ {t}", "Die TrackBack-URL zu diesem Beitrag lautet: {u}", "RSS-Feed für Kommentare zu diesem Beitrag.", "Einen Kommentar schreiben", "Trackback von {n} — {d} @ {t}"),
    "es": ("Archivado en: {c} — {a} @ {t}", "{k} comentarios »", "1 comentario »", "Sin comentarios »", "Comentario por {n} — {d} @ {t}", "La URI para hacer TrackBack a esta entrada es: {u}", "Feed RSS de los comentarios de esta entrada.", "Deja un comentario", "Trackback por {n} — {d} @ {t}"),
    "nl": ("Opgeslagen onder: {c} — {a} @ {t}", "{k} Reacties »", "1 Reactie »", "Geen reacties »", "Reactie door {n} — {d} @ {t}", "De URI voor een TrackBack naar dit bericht is: {u}", "RSS feed voor reacties op dit bericht.", "Laat een reactie achter", "Trackback door {n} — {d} @ {t}"),
}  # fmt: skip


def clock(s: Scene) -> str:
    """Return the way in which WordPress prints times in a language."""
    return {"en": "12", "fr": "h" if s.rng.random() < 0.5 else "24"}.get(s.language, "24")


def head_line(s: Scene, w: dict, key: str) -> str:
    """Return the heading above the comments; the count takes mentions in, as WordPress does."""
    count = len(s.remarks) + len(s.mentions)
    return w[key][0 if count == 1 else 1].format(k=count, t=e(s.title))


def form(w: dict, heading: str = "h3") -> str:
    """Return the form at the end."""
    return (f'<div id="respond"><{heading}>{w["leave"]}</{heading}><form><p><input name="author"><label>{w["name"]}</label></p>'
            f'<p><input><label>{w["mail"]}</label></p><p><input><label>{w["web"]}</label></p><p><textarea></textarea></p>'
            f'<p><input type="submit" value="{w["submit"]}"></p></form></div>')  # fmt: skip


@offered_in("en", "fr", "it", "de", "es", "nl")
def wp_classic(s: Scene) -> str:
    """WordPress 1.5 and 2.0: date above the title, attribution below each comment."""
    filed, many, one, none, by, uri, feed, leave, track = CLASSIC[s.language]
    s.categories_shown = True
    dates = {"en": "long"}.get(s.language, s.rng.choice(("long", "us")))
    if s.rng.random() < 0.6:
        s.ping_url = f"{s.host}/{s.when:%Y/%m/%d}/{s.slug}/trackback/"
    ping = f"<p>{uri.format(u=f'<em>{s.ping_url}</em>')}</p>" if s.ping_url else ""
    stamp = lambda when: {"d": s.day(when, dates), "t": s.clock(when, clock(s))}  # noqa: E731
    count = len(s.remarks) + len(s.mentions)
    s.pings_shown = True
    items = "".join(
        f'<li id="comment-{i}">{s.said(c)}<p><cite>{by.format(n=s.link(c), **stamp(c.when))}</cite></p></li>'
        for i, c in enumerate(s.remarks, 40)
    )
    items += "".join(
        f'<li id="comment-{i}"><p>[...] {m.excerpt} [...]</p><p><cite>{track.format(n=f"<a href={m.url!r}>{m.blog} » {m.title}</a>", **stamp(m.when))}</cite></p></li>'
        for i, m in enumerate(s.mentions, 90)
    )
    heading = none if not count else one if count == 1 else many.format(k=count)
    listing = f'<ol id="commentlist">{items}</ol>' if count else ""
    return f"""<body><div id="rap"><h1 id="header"><a href="/">{s.site}</a></h1>
<div id="content"><h2>{s.day(s.when, dates)}</h2>
<div class="post" id="post-{s.ident}"><h3 class="storytitle"><a href="#" rel="bookmark">{e(s.title)}</a></h3>
<div class="meta">{filed.format(c=f'<a rel="category tag">{s.category}</a>', a=s.author, t=s.clock(s.when, clock(s)))}</div>
<div class="storycontent">{s.body()}</div>
<div class="feedback"></div></div>
<h2 id="comments">{heading}</h2>{listing}
<p>{feed}</p>{ping}<h2 id="postcomment">{leave}</h2>{form(WORDS[s.language], "h4")}</div>
<div id="menu">{wordpress_sidebar(s)}</div></div></body>"""


def _flat(s: Scene, w: dict) -> str:
    items = "".join(
        f'<li class="{"alt" if i % 2 else ""}" id="comment-{70 + i}"><cite>{s.link(c)}</cite> {w["says"].format(n="").strip()}<br />'
        f'<small class="commentmetadata"><a href="#">{w["at"].format(d=s.day(c.when, "th" if s.language == "en" else "long"), t=s.clock(c.when, clock(s)))}</a></small>{s.said(c)}</li>'
        for i, c in enumerate(s.remarks)
    )
    return f'<ol class="commentlist">{items}</ol>' if s.remarks else ""


@offered_in()
def kubrick(s: Scene) -> str:
    """WordPress 1.5 to 2.6's default theme: no author, the date small under the title."""
    w = WORDS[s.language]
    s.hide("author")
    s.mentions = []
    s.categories_shown = True
    style = "th" if s.language == "en" else "long"
    spoken = (
        s.day(s.when, "week")
        if s.language == "en"
        else s.day(s.when, "week").lower()
        if s.language in ("es", "pt")
        else s.day(s.when, "week")
    )
    foot = w["foot"].format(
        d=spoken, t=s.clock(s.when, "12" if s.language == "en" else "24"), c=f'<a rel="category tag">{s.category}</a>'
    )
    older, newer = s.others[:2]
    head = (
        f'<h3 id="comments">{head_line(s, w, "heads")}</h3>' if s.remarks else f'<p class="nocomments">{w["none"]}</p>'
    )
    return f"""<body><div id="page"><div id="header"><div id="headerimg"><h1><a href="/">{s.site}</a></h1><div class="description">{s.tagline}</div></div></div><hr />
<div id="content" class="widecolumn"><div class="navigation"><div class="alignleft">« <a href="#">{older}</a></div><div class="alignright"><a href="#">{newer}</a> »</div></div>
<div class="post" id="post-{s.ident}"><h2>{e(s.title)}</h2><small>{s.day(s.when, style)}</small>
<div class="entry">{s.body()}<p class="postmetadata alt"><small>{foot}</small></p></div></div>
{head}{_flat(s, w)}{form(w)}</div><hr />
<div id="footer"><p>{s.site} is proudly powered by <a>WordPress</a><br /><a>Entries (RSS)</a> and <a>Comments (RSS)</a>.</p></div></div></body>"""


def _threads(s: Scene, w: dict, item, parent: int | None = None, depth: int = 1) -> str:
    return "".join(
        item(s, w, place, s.remarks[place], depth)
        + (f'<ul class="children">{inner}</ul>' if (inner := _threads(s, w, item, place, depth + 1)) else "")
        + "</li>"
        for place in s.nested(parent)
    )


def _kubrick_item(s: Scene, w: dict, place: int, c: Remark, depth: int) -> str:
    when = w["at"].format(d=s.day(c.when), t=s.clock(c.when, "12" if s.language == "en" else "24"))
    says = w["says"].format(n="\0").split("\0")[1].strip()
    return (f'<li class="comment depth-{depth}" id="comment-{300 + place}"><div id="div-comment-{300 + place}" class="comment-body"><div class="comment-author vcard"><img alt="" class="avatar" />'
            f'<cite class="fn">{s.link(c, " class=url")}</cite> <span class="says">{says}</span></div><div class="comment-meta commentmetadata"><a href="#">{when}</a></div>'
            f'{s.said(c)}<div class="reply"><a class="comment-reply-link">{w["reply"]}</a></div></div>')  # fmt: skip


@offered_in()
def kubrick_threaded(s: Scene) -> str:
    """The default theme from 2.7 on, and most themes of these years: threads, reply links, categories and tags below."""
    w = WORDS[s.language]
    s.hide("author")
    s.mentions = []
    s.thread()
    s.flatten()
    s.categories_shown = s.tags_shown = True
    s.precision = "day"
    tags = w["tags"].format(t=", ".join(f'<a rel="tag">{t}</a>' for t in s.tags))
    head = (
        f'<h3 id="comments">{head_line(s, w, "heads")}</h3><ol class="commentlist">{_threads(s, w, _kubrick_item)}</ol>'
        if s.remarks
        else ""
    )
    style = "th" if s.language == "en" else "long"
    return f"""<body><div id="page"><div id="header"><h1><a>{s.site}</a></h1><div class="description">{s.tagline}</div></div>
<div id="content" class="narrowcolumn"><div class="post-{s.ident} post hentry"><h2><a rel="bookmark">{e(s.title)}</a></h2><small>{s.day(s.when, style)}</small>
<div class="entry">{s.body()}</div><p class="postmetadata">{tags}<br /> {w["filed"].format(c=f'<a rel="category tag">{s.category}</a>')} | <a>{w["edit"]}</a></p></div>
{head}{form(w)}</div><div id="sidebar">{wordpress_sidebar(s)}</div><div id="footer"><p>{w["powered"]}</p></div></div></body>"""


def _ten_item(s: Scene, w: dict, place: int, c: Remark, depth: int) -> str:
    when = w["at"].format(d=s.day(c.when), t=s.clock(c.when, "12" if s.language == "en" else clock(s)))
    says = w["says"].format(n="\0").split("\0")[1].strip()
    return (f'<li class="comment depth-{depth}" id="li-comment-{300 + place}"><div id="comment-{300 + place}"><div class="comment-author vcard"><img alt="" />'
            f'<cite class="fn">{s.link(c)}</cite> <span class="says">{says}</span></div><div class="comment-meta commentmetadata"><a href="#">{when}</a></div>'
            f'<div class="comment-body">{s.said(c)}</div><div class="reply"><a>{w["reply"]}</a></div></div>')  # fmt: skip


@offered_in()
def twenty_ten(s: Scene) -> str:
    """WordPress 3.0: "Posted on D by A", pingbacks between the comments."""
    w = WORDS[s.language]
    s.thread()
    s.flatten()
    s.precision = "day"
    s.pings_shown = s.categories_shown = s.tags_shown = True
    for mention in s.mentions:
        mention.title, mention.blog = mention.title, mention.blog
    pings = "".join(
        f'<li class="post pingback"><p>{w["ping"]}<a href="{m.url}">{m.title}</a></p></li>' for m in s.mentions
    )
    for mention in s.mentions:
        mention.blog = ""
    foot = w["ten"].format(
        c=f'<a rel="category tag">{s.category}</a>', g=", ".join(f'<a rel="tag">{t}</a>' for t in s.tags)
    )
    older, newer = s.others[:2]
    count = len(s.remarks) + len(s.mentions)
    feedback = (
        f'<h3 id="comments-title">{head_line(s, w, "heads")}</h3><ol class="commentlist">{_threads(s, w, _ten_item)}{pings}</ol>'
        if count
        else ""
    )
    posted = w["posted"].format(
        d=f'<a><span class="entry-date">{s.day(s.when)}</span></a>',
        a=f'<span class="author vcard"><a class="url fn n">{s.author}</a></span>',
    )
    return f"""<body class="single postid-{s.ident}"><div id="wrapper" class="hfeed"><div id="header"><div id="masthead"><div id="branding"><div id="site-title"><span><a>{s.site}</a></span></div><div id="site-description">{s.tagline}</div></div>
<div id="access"><div class="skip-link screen-reader-text"><a>{w["skip"]}</a></div><div class="menu"><ul><li><a>Home</a></li><li><a>About</a></li></ul></div></div></div></div>
<div id="main"><div id="container"><div id="content"><div id="nav-above" class="navigation"><div class="nav-previous"><a><span class="meta-nav">←</span> {older}</a></div><div class="nav-next"><a>{newer} <span class="meta-nav">→</span></a></div></div>
<div id="post-{s.ident}" class="post hentry"><h1 class="entry-title">{e(s.title)}</h1><div class="entry-meta">{posted}</div><div class="entry-content">{s.body()}</div><div class="entry-utility">{foot}</div></div>
<div id="comments">{feedback}{form(w)}</div></div></div><div id="primary" class="widget-area">{wordpress_sidebar(s)}</div></div>
<div id="footer"><div id="colophon"><div id="site-info"><a>{s.site}</a></div><div id="site-generator"><a>{w["powered"]}.</a></div></div></div></div></body>"""


def _eleven_item(s: Scene, w: dict, place: int, c: Remark, depth: int) -> str:
    on = {"en": "on", "fr": "le", "it": "il", "de": "am", "es": "en", "pt": "em", "nl": "op"}[s.language]
    said = {"en": "said", "fr": "a dit", "it": "ha detto", "de": "sagte", "es": "dijo", "pt": "disse", "nl": "schreef"}[
        s.language
    ]
    when = w["at"].format(d=s.day(c.when), t=s.clock(c.when, "12" if s.language == "en" else "24"))
    return (f'<li class="comment depth-{depth}" id="li-comment-{300 + place}"><article id="comment-{300 + place}" class="comment"><footer class="comment-meta"><div class="comment-author vcard"><img alt="" />'
            f'<span class="fn">{s.link(c)}</span> {on} <a href="#"><time pubdate datetime="{c.when:%Y-%m-%dT%H:%M:%S}+00:00">{when}</time></a> <span class="says">{said}:</span></div></footer>'
            f'<div class="comment-content">{s.said(c)}</div><div class="reply"><a>{w["reply"]} <span>↓</span></a></div></article>')  # fmt: skip


@offered_in()
def twenty_eleven(s: Scene) -> str:
    """WordPress 3.2: "Name on date said:"."""
    w = WORDS[s.language]
    s.mentions = []
    s.thread()
    s.flatten()
    s.precision = "day"
    s.categories_shown = True
    older, newer = w["nav"]
    feedback = (
        f'<h2 id="comments-title">{head_line(s, w, "thoughts")}</h2><ol class="commentlist">{_threads(s, w, _eleven_item)}</ol>'
        if s.remarks
        else ""
    )
    posted = w["posted"].format(
        d=f'<a><time class="entry-date" datetime="{s.when:%Y-%m-%dT%H:%M:%S}+00:00" pubdate>{s.day(s.when)}</time></a>',
        a=f'<span class="author vcard"><a class="url fn n">{s.author}</a></span>',
    )
    foot = w["ten2"].format(c=f'<a rel="category tag">{s.category}</a>', a=f"<a>{s.author}</a>")
    return f"""<body class="single postid-{s.ident}"><div id="page" class="hfeed"><header id="branding" role="banner"><hgroup><h1 id="site-title"><span><a>{s.site}</a></span></h1><h2 id="site-description">{s.tagline}</h2></hgroup>
<nav id="access"><h3 class="assistive-text">Menu</h3><ul><li>Home</li></ul></nav></header><div id="main"><div id="primary"><div id="content">
<nav id="nav-single"><h3 class="assistive-text">{w["navi"]}</h3><span class="nav-previous"><a>← {older}</a></span> <span class="nav-next"><a>{newer} →</a></span></nav>
<article id="post-{s.ident}" class="post hentry"><header class="entry-header"><h1 class="entry-title">{e(s.title)}</h1><div class="entry-meta">{posted}</div></header>
<div class="entry-content">{s.body()}</div><footer class="entry-meta">{foot}</footer></article>
<div id="comments">{feedback}{form(w)}</div></div></div></div><footer id="colophon"><div id="site-generator"><a>{w["powered"]}</a></div></footer></div></body>"""


def _twelve_item(s: Scene, w: dict, place: int, c: Remark, depth: int) -> str:
    when = w["at"].format(d=s.day(c.when), t=s.clock(c.when, "12" if s.language == "en" else "24"))
    mark = {
        "en": "Post author",
        "fr": "Auteur de l’article",
        "it": "Autore dell'articolo",
        "de": "Beitragsautor",
        "es": "Autor de la entrada",
        "pt": "Autor do post",
        "nl": "Berichtauteur",
    }[s.language]
    own = f"<span> {mark}</span>" if c.name == s.author else ""
    return (f'<li class="comment depth-{depth}" id="li-comment-{300 + place}"><article id="comment-{300 + place}" class="comment"><header class="comment-meta comment-author vcard"><img alt="" />'
            f'<cite class="fn">{s.link(c)}{own}</cite> <a href="#"><time datetime="{c.when:%Y-%m-%dT%H:%M:%S}+00:00">{when}</time></a></header>'
            f'<section class="comment-content comment">{s.said(c)}</section><div class="reply"><a>{w["reply"]} <span>↓</span></a></div></article>')  # fmt: skip


@offered_in()
def twenty_twelve(s: Scene) -> str:
    """WordPress 3.5: name and date on one line, the byline in the footer of the post."""
    w = WORDS[s.language]
    s.mentions = []
    s.thread()
    s.flatten()
    s.precision = "day"
    s.categories_shown = True
    by = {
        "en": "This entry was posted in {c} on {d} by {a}.",
        "fr": "Ce contenu a été publié dans {c} par {a} le {d}.",
        "it": "Questa voce è stata pubblicata in {c} il {d} da {a}.",
        "de": "Dieser Beitrag wurde am {d} von {a} in {c} veröffentlicht.",
        "es": "Esta entrada fue publicada en {c} el {d} por {a}.",
        "pt": "Esta entrada foi publicada em {c} em {d} por {a}.",
        "nl": "Dit bericht werd geplaatst in {c} op {d} door {a}.",
    }[s.language]
    foot = by.format(
        c=f'<a rel="category tag">{s.category}</a>',
        a=f'<span class="by-author"><span class="author vcard"><a class="url fn n">{s.author}</a></span></span>',
        d=f'<a><time class="entry-date" datetime="{s.when:%Y-%m-%dT%H:%M:%S}+00:00">{s.day(s.when)}</time></a>',
    )
    older, newer = s.others[:2]
    feedback = (
        f'<h2 class="comments-title">{head_line(s, w, "thoughts")}</h2><ol class="commentlist">{_threads(s, w, _twelve_item)}</ol>'
        if s.remarks
        else ""
    )
    return f"""<body class="single postid-{s.ident}"><div id="page" class="hfeed site"><header id="masthead" class="site-header"><hgroup><h1 class="site-title"><a>{s.site}</a></h1><h2 class="site-description">{s.tagline}</h2></hgroup>
<nav id="site-navigation"><button class="menu-toggle">Menu</button><a class="assistive-text">{w["skip"]}</a><ul><li><a>Home</a></li></ul></nav></header><div id="main" class="wrapper"><div id="primary" class="site-content"><div id="content">
<article id="post-{s.ident}"><header class="entry-header"><h1 class="entry-title">{e(s.title)}</h1></header><div class="entry-content">{s.body()}</div><footer class="entry-meta">{foot}</footer></article>
<nav class="nav-single"><h3 class="assistive-text">{w["navi"]}</h3><span class="nav-previous"><a>← {older}</a></span> <span class="nav-next"><a>{newer} →</a></span></nav>
<div id="comments" class="comments-area">{feedback}{form(w)}<p class="comment-notes">{w["email"]}</p></div></div></div><div id="secondary" class="widget-area">{wordpress_sidebar(s)}</div></div>
<footer id="colophon"><div class="site-info"><a>{w["powered"]}</a></div></footer></div></body>"""
