"""Magazines and the pages of today: tagDiv's themes, and articles among banners, letters to subscribe to and lists."""

from __future__ import annotations

from html import escape as e

from tests.importers.scenery.scene import Scene, offered_in
from tests.importers.scenery.sidebars import items

TAGDIV = {
    "en": ("Home", "By {a}", "Share", "Previous article", "Next article", "RELATED ARTICLES", "MORE FROM AUTHOR", "{k} COMMENTS", "1 COMMENT", "LEAVE A REPLY", "Reply", "At", "TAGS", "Please enter your comment!", "Please enter your name here", "All Rights Reserved", "Advertisement", "Must Read"),
    "it": ("Home", "Di {a}", "Condividi", "Articolo precedente", "Articolo successivo", "ARTICOLI CORRELATI", "ALTRO DALL'AUTORE", "{k} COMMENTI", "1 COMMENTO", "LASCIA UN COMMENTO", "Rispondi", "At", "TAGS", "Per favore inserisci il tuo commento!", "Per favore inserisci il tuo nome qui", "Tutti i diritti riservati", "Pubblicità", "Da leggere"),
    "es": ("Inicio", "Por {a}", "Compartir", "Artículo anterior", "Artículo siguiente", "ARTÍCULOS RELACIONADOS", "MÁS DEL AUTOR", "{k} COMENTARIOS", "1 COMENTARIO", "DEJA UNA RESPUESTA", "Responder", "en", "ETIQUETAS", "¡Por favor, introduce tu comentario!", "Por favor, introduce tu nombre aquí", "Todos los derechos reservados", "Publicidad", "Te puede interesar"),
    "pt": ("Início", "Por {a}", "Compartilhar", "Artigo anterior", "Próximo artigo", "ARTIGOS RELACIONADOS", "MAIS DO AUTOR", "{k} COMENTÁRIOS", "1 COMENTÁRIO", "DEIXE UMA RESPOSTA", "Responder", "At", "TAGS", "Por favor digite seu comentário!", "Por favor, digite seu nome aqui", "Todos os direitos reservados", "Publicidade", "Leia também"),
    "de": ("Start", "Von {a}", "Teilen", "Vorheriger Artikel", "Nächster Artikel", "ÄHNLICHE ARTIKEL", "MEHR VOM AUTOR", "{k} KOMMENTARE", "1 KOMMENTAR", "HINTERLASSEN SIE EINE ANTWORT", "Antworten", "Am", "TAGS", "Bitte geben Sie Ihren Kommentar ein!", "Bitte geben Sie hier Ihren Namen ein", "Alle Rechte vorbehalten", "Anzeige", "Lesenswert"),
    "fr": ("Accueil", "Par {a}", "Partager", "Article précédent", "Article suivant", "ARTICLES SIMILAIRES", "PLUS DE L'AUTEUR", "{k} COMMENTAIRES", "1 COMMENTAIRE", "LAISSER UN COMMENTAIRE", "Répondre", "à", "TAGS", "S'il vous plaît entrez votre commentaire!", "S'il vous plaît entrez votre nom ici", "Tous droits réservés", "Publicité", "À lire"),
    "nl": ("Home", "Door {a}", "Delen", "Vorig artikel", "Volgend artikel", "GERELATEERDE ARTIKELEN", "MEER VAN AUTEUR", "{k} REACTIES", "1 REACTIE", "LAAT EEN REACTIE ACHTER", "Beantwoorden", "op", "TAGS", "Vul alstublieft uw commentaar in!", "Vul hier uw naam in", "Alle rechten voorbehouden", "Advertentie", "Lees ook"),
}  # fmt: skip
SHARE = ("Facebook", "Twitter", "Pinterest", "WhatsApp")


def _newspaper(s: Scene, seven: bool) -> str:
    w = TAGDIV[s.language]
    s.precision = "day"
    s.mentions = []
    s.tags_shown = s.categories_shown = True
    s.thread()
    s.flatten()

    def walk(parent, depth=1):
        return "".join(
            f'<li class="comment depth-{depth}" id="comment-{400 + i}"><article><footer><img><cite>{s.link(s.remarks[i])}</cite><a class="comment-link"><time pubdate="{s.remarks[i].when.timestamp():.0f}">{s.day(s.remarks[i].when)} {w[11]} {s.clock(s.remarks[i].when)}</time></a></footer><div class="comment-content">{s.said(s.remarks[i])}</div>'
            f'<div class="comment-meta"><a class="comment-reply-link">{w[10]}</a></div></article><ul class="children">{walk(i, depth + 1)}</ul></li>'
            for i in s.nested(parent)
        )

    ad = (
        f'<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- {w[16]} -</span></div>'
        if s.rng.random() < 0.5
        else ""
    )
    parts = s.body().split("\n")
    body = "\n".join([*parts[:2], ad, *parts[2:]])
    share = "".join(f"<a><div class='td-social-but-text'>{name}</div></a>" for name in SHARE)
    heading = w[8] if len(s.remarks) == 1 else w[7].format(k=len(s.remarks))
    comments = (
        f'<div class="comments" id="comments"><div class="td-comments-title-wrap"><h4>{heading}</h4></div><ol class="comment-list">{walk(None)}</ol></div>'
        if s.remarks
        else ""
    )
    related = "".join(
        f'<div class="td_module_related_posts"><h3 class="entry-title td-module-title"><a>{title}</a></h3></div>'
        for title in s.others[2:5]
    )
    meta = f'<div class="td-module-meta-info"><div class="td-post-author-name">{w[1].format(a=f"<a>{s.author}</a>")}<span> - </span></div><span class="td-post-date"><time class="entry-date" datetime="{s.when:%Y-%m-%dT%H:%M:%S}+00:00">{s.day(s.when)}</time></span></div>'
    stand = f'<p class="td-post-sub-title">{s.words["about"]}</p>' if seven and s.rng.random() < 0.4 else ""
    if stand:
        s.hide("standfirst")
    tags = (
        f'<ul class="td-tags"><li><span>{w[12]}</span></li>'
        + "".join(f'<li><a rel="tag">{t}</a></li>' for t in s.tags)
        + "</ul>"
    )
    crumbs = f'<div class="entry-crumbs"><a>{w[0]}</a> <a>{s.category}</a> <span>{e(s.title)}</span></div>'
    category = f'<ul class="td-category"><li class="entry-category"><a rel="category tag" href="/category/x/">{s.category}</a></li></ul>'
    bio = f'<div class="author-box-wrap"><div class="desc"><div class="td-author-name vcard author"><span class="fn"><a>{s.author}</a></span></div><div class="td-author-description">{s.bio}</div></div></div>'
    return f"""<body class="td-standard-pack"><div class="td-header-wrap"><div class="td-header-menu-wrap"><ul class="sf-menu"><li>{w[0]}</li><li>{s.category}</li></ul><a class="td-logo">{s.site}</a></div></div><div class="td-main-content-wrap">{crumbs}
<article class="post"><div class="td-post-header">{category}<header class="td-post-title"><h1 class="entry-title">{e(s.title)}</h1>{stand}{meta}</header></div><div class="td-post-sharing-top"><span>{w[2]}</span>{share}</div><div class="td-post-content">{body}</div>
<footer><div class="td-post-source-tags">{tags}</div><div class="td-post-sharing-bottom"><span>{w[2]}</span>{share}</div><div class="td-block-row td-post-next-prev"><div><span>{w[3]}</span><a>{s.others[0]}</a></div><div><span>{w[4]}</span><a>{s.others[1]}</a></div></div>{bio}</footer></article>
<div class="td_block_related_posts"><h4 class="td-related-title"><a>{w[5]}</a> <a>{w[6]}</a></h4>{related}</div>{comments}<div id="respond" class="comment-respond"><h3>{w[9]}</h3><form><textarea></textarea><div class="td-warning-comment">{w[13]}</div><div>{w[14]}</div></form></div>
<div class="td-main-sidebar"><div class="widget"><h4>{w[17]}</h4>{items(*s.others[5:])}</div></div></div><div class="td-footer-wrapper">© {s.when.year + 2} {s.site} - {w[15]}</div></body>"""


@offered_in()
def newspaper_7(s: Scene) -> str:
    """tagDiv's Newspaper 7 and 8, sometimes with a standfirst."""
    return _newspaper(s, False)


@offered_in()
def newspaper_x(s: Scene) -> str:
    """Newspaper X: the same with a line under the title now and then."""
    return _newspaper(s, True)


MODERN = {
    "en": ("We use cookies to improve your experience. By continuing you accept our privacy policy.", "Accept all", "Manage settings", "Sign up for our newsletter", "Get our best stories in your inbox every week. You can unsubscribe at any time.", "Subscribe", "By {a}", "min read", "Share this article", "Read more", "You might also like", "About the author", "Copy link", "Follow us", "Privacy policy", "Terms of use", "All rights reserved.", "Related topics", "Published"),
    "fr": ("Nous utilisons des cookies pour améliorer votre expérience. En poursuivant, vous acceptez notre politique de confidentialité.", "Tout accepter", "Gérer mes choix", "Inscrivez-vous à notre newsletter", "Recevez chaque semaine nos meilleurs articles dans votre boîte. Désinscription possible à tout moment.", "S’abonner", "Par {a}", "min de lecture", "Partager cet article", "Lire aussi", "Vous aimerez aussi", "À propos de l’auteur", "Copier le lien", "Suivez-nous", "Politique de confidentialité", "Conditions d’utilisation", "Tous droits réservés.", "Sujets liés", "Publié le"),
    "de": ("Wir verwenden Cookies, um Ihr Erlebnis zu verbessern. Wenn Sie fortfahren, stimmen Sie unserer Datenschutzerklärung zu.", "Alle akzeptieren", "Einstellungen verwalten", "Newsletter abonnieren", "Jede Woche unsere besten Geschichten in Ihrem Postfach. Abmeldung jederzeit möglich.", "Abonnieren", "Von {a}", "Min. Lesezeit", "Artikel teilen", "Lesen Sie auch", "Das könnte Sie auch interessieren", "Über den Autor", "Link kopieren", "Folgen Sie uns", "Datenschutz", "Nutzungsbedingungen", "Alle Rechte vorbehalten.", "Verwandte Themen", "Veröffentlicht am"),
    "es": ("Utilizamos cookies para mejorar su experiencia. Al continuar acepta nuestra política de privacidad.", "Aceptar todo", "Gestionar", "Suscríbete a nuestro boletín", "Recibe cada semana nuestras mejores historias en tu correo. Puedes darte de baja cuando quieras.", "Suscribirse", "Por {a}", "min de lectura", "Comparte este artículo", "Leer más", "También te puede interesar", "Sobre el autor", "Copiar enlace", "Síguenos", "Política de privacidad", "Condiciones de uso", "Todos los derechos reservados.", "Temas relacionados", "Publicado el"),
    "it": ("Usiamo i cookie per migliorare la tua esperienza. Continuando accetti la nostra informativa sulla privacy.", "Accetta tutto", "Gestisci", "Iscriviti alla newsletter", "Ricevi ogni settimana le nostre storie migliori nella tua casella. Puoi disiscriverti quando vuoi.", "Iscriviti", "Di {a}", "min di lettura", "Condividi questo articolo", "Leggi anche", "Potrebbe interessarti", "Sull’autore", "Copia link", "Seguici", "Informativa sulla privacy", "Termini d’uso", "Tutti i diritti riservati.", "Argomenti correlati", "Pubblicato il"),
    "nl": ("Wij gebruiken cookies om uw ervaring te verbeteren. Door verder te gaan accepteert u ons privacybeleid.", "Alles accepteren", "Beheren", "Schrijf je in voor de nieuwsbrief", "Elke week onze beste verhalen in je mailbox. Afmelden kan altijd.", "Inschrijven", "Door {a}", "min leestijd", "Deel dit artikel", "Lees ook", "Misschien vind je dit ook leuk", "Over de auteur", "Link kopiëren", "Volg ons", "Privacybeleid", "Gebruiksvoorwaarden", "Alle rechten voorbehouden.", "Gerelateerde onderwerpen", "Gepubliceerd op"),
}  # fmt: skip


@offered_in(*MODERN)
def modern_article(s: Scene) -> str:
    """A page of today: a banner about cookies, sharing, a letter to subscribe to inside the text, lists, an author's box."""
    w = MODERN[s.language]
    s.precision = "day"
    s.mentions, s.remarks = [], []
    parts = s.body().split("\n")
    letter = (
        f'<aside class="newsletter-box"><h3>{w[3]}</h3><p>{w[4]}</p><form><input><button>{w[5]}</button></form></aside>'
    )
    read = f'<div class="read-more-inline"><span>{w[9]}:</span> <a>{s.others[0]}</a></div>'
    body = "\n".join([*parts[:2], letter, *parts[2:3], read, *parts[3:]])
    cards = "".join(
        f'<article class="card"><a><h3>{title}</h3><p>{s.words["about"]}</p></a><time>{s.day(s.when.replace(year=s.when.year + 1))}</time></article>'
        for title in s.others[1:4]
    )
    share = "".join(f"<li><a>{name}</a></li>" for name in (*SHARE, w[12]))
    return f"""<body><div class="cookie-consent" role="dialog"><p>{w[0]}</p><button>{w[1]}</button><button>{w[2]}</button></div><header class="site-header"><a>{s.site}</a><nav><ul>{"".join(f"<li><a>{c}</a></li>" for c in s.words["categories"])}</ul></nav></header>
<main><article class="css-1x2y"><header><p class="kicker">{s.words["categories"][0]}</p><h1>{e(s.title)}</h1><div class="css-meta"><span class="author">{w[6].format(a=f"<a rel='author'>{s.author}</a>")}</span> <span>{w[18]} <time datetime="{s.when:%Y-%m-%d}">{s.day(s.when)}</time></span> <span>4 {w[7]}</span></div></header>
<div class="share-bar"><span>{w[8]}</span><ul>{share}</ul></div><figure><img src="/a.jpg" alt=""><figcaption>{s.site}</figcaption></figure><div class="prose">{body}</div><footer><div class="topics"><h4>{w[17]}</h4>{items(*s.tags)}</div><section class="author-card"><h4>{w[11]}</h4><p>{s.bio}</p></section></footer></article>
<section class="recirculation"><h2>{w[10]}</h2>{cards}</section></main><footer class="site-footer"><p>{w[13]}</p><ul>{share}</ul><p>© {s.when.year + 3} {s.site}. {w[16]}</p><ul><li>{w[14]}</li><li>{w[15]}</li></ul></footer></body>"""


@offered_in("en", "fr", "de", "it")
def squarespace(s: Scene) -> str:
    """Squarespace 5: date under the title in words, "Reader Comments (3)", attribution in the footer."""
    w = {"en": ("on {d} at {t}", "Reader Comments", "References", "Post a New Comment", "Comment"), "fr": ("le {d} à {t}", "Commentaires", "Références", "Ajouter un commentaire", "Commentaire"), "de": ("am {d} um {t}", "Leserkommentare", "Referenzen", "Neuen Kommentar schreiben", "Kommentar"), "it": ("il {d} alle {t}", "Commenti dei lettori", "Riferimenti", "Scrivi un commento", "Commento")}[s.language]  # fmt: skip
    s.mentions = []
    s.precision = "day"
    clock = "AM" if s.language == "en" else "24"
    listing = "".join(
        f'<div class="comment" id="item{i}"><div class="body">{s.said(c)}</div><div class="signature">{s.day(c.when, "long")} | <span class="unregistered-user">{s.link(c)}</span></div></div>'
        for i, c in enumerate(s.remarks)
    )
    s.comments_to = "day"
    feedback = (
        f'<div class="comments-container"><h3 class="section-title">{w[1]} ({len(s.remarks)})</h3>{listing}</div>'
        if s.remarks
        else ""
    )
    return (
        f"""<body><div id="bannerArea"><h1>{s.site}</h1><p>{s.tagline}</p></div><div id="navigationTop">{items("Home", "About")}</div><div class="journal-entry"><div class="journal-entry-tag"><span class="posted-on">{s.day(s.when, "week")}</span> at {s.clock(s.when, clock)}</div><h2 class="title">{e(s.title)}</h2><div class="body">{s.body()}</div>
<div class="entry-author">{s.author}</div></div>{feedback}<h3>{w[3]}</h3><form></form><div id="sidebar1">{items(*s.others[:4])}</div></body>""".replace(
            f'<div class="entry-author">{s.author}</div>', ""
        )
        if not s.hide("author")
        else ""
    )
