"""What stands beside a post: lists, calendars, archives, in each platform's own words."""

from __future__ import annotations

import calendar

from tests.importers.scenery.scene import DAYS, MONTHS, Scene

WORDS = {
    "en": ("Search", "Archives", "Categories", "Recent Posts", "Recent Comments", "Blogroll", "Meta", "Log in", "on", "Pages", "About"),
    "fr": ("Recherche", "Archives", "Catégories", "Articles récents", "Commentaires récents", "Liens", "Méta", "Connexion", "dans", "Pages", "À propos"),
    "it": ("Cerca", "Archivi", "Categorie", "Articoli recenti", "Commenti recenti", "Link", "Meta", "Accedi", "su", "Pagine", "Chi sono"),
    "de": ("Suche", "Archive", "Kategorien", "Letzte Beiträge", "Letzte Kommentare", "Blogroll", "Meta", "Anmelden", "bei", "Seiten", "Über mich"),
    "es": ("Buscar", "Archivos", "Categorías", "Entradas recientes", "Comentarios recientes", "Enlaces", "Meta", "Acceder", "en", "Páginas", "Acerca de"),
    "pt": ("Pesquisar", "Arquivos", "Categorias", "Posts recentes", "Comentários recentes", "Links", "Meta", "Login", "em", "Páginas", "Sobre"),
    "nl": ("Zoeken", "Archief", "Categorieën", "Recente berichten", "Recente reacties", "Links", "Meta", "Inloggen", "op", "Pagina’s", "Over"),
}  # fmt: skip


def month_name(s: Scene, back: int = 0) -> str:
    """Return a month of the archives, some months after the post."""
    total = s.when.year * 12 + s.when.month - 1 + 5 - back
    return f"{MONTHS[s.language].split()[total % 12]} {total // 12}"


def month_table(s: Scene) -> str:
    """Return a calendar of the day of the visit, not of the post."""
    year, month = s.when.year + 1, s.when.month % 12 + 1
    days = "".join(f"<th>{day[:3].title()}</th>" for day in DAYS[s.language].split())
    weeks = "".join(
        "<tr>" + "".join(f"<td>{day or '&nbsp;'}</td>" for day in week) + "</tr>"
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
    return f"<table id='wp-calendar'><caption>{MONTHS[s.language].split()[month - 1]} {year}</caption><tr>{days}</tr>{weeks}</table>"


def items(*texts: str) -> str:
    """Return a list of links."""
    return "<ul>" + "".join(f'<li><a href="#">{text}</a></li>' for text in texts) + "</ul>"


def wordpress_sidebar(s: Scene, heading: str = "h2") -> str:
    """Return WordPress's widgets, some of them, in any order."""
    search, archives, categories, posts, comments, links, meta, login, on, pages, about = WORDS[s.language]
    h = lambda text: f"<{heading}>{text}</{heading}>"  # noqa: E731
    recent = "".join(f"<li>{c.name} {on} <a href='#'>{s.title}</a></li>" for c in s.remarks[-3:])
    widgets = [
        f"{h(archives)}{items(*(month_name(s, back) for back in range(4)))}",
        f"{h(categories)}{items(*(f'{name}</a> ({s.rng.randint(2, 30)})<a>' for name in s.words['categories']))}",
        f"{h(posts)}{items(*s.others[2:6])}",
        f"{h(comments)}<ul>{recent}</ul>" if recent else f"{h(links)}{items(*s.words['blogs'])}",
        f"{h(links)}{items(*s.words['blogs'])}",
        f"{h(about)}<div class='textwidget'>{s.words['about']}</div>",
        f"{h(meta)}{items(login, 'RSS', 'XHTML', 'WordPress')}",
        f"{h(pages)}{items(about)}",
        month_table(s),
    ]
    chosen = s.rng.sample(widgets, s.rng.randint(2, 6))
    body = "".join(f'<li class="widget">{widget}</li>' for widget in chosen)
    return f'<ul><li><form><input type="text"><input type="submit" value="{search}"></form></li>{body}</ul>'
