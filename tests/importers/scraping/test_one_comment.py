"""A heading that counts its one comment in words."""

import pytest

from tests.importers.pages import read_page

ONE = {
    "nl": (
        "Een reactie op",
        "Eén reactie op",
        "Één reactie op",
        "ÉÉN REACTIE OP",
        "Éen reactie op",
        "Eén gedachte over",
    ),
    "it": ("Un commento su", "UN COMMENTO SU", "Una risposta a", "Un pensiero su", "Una Risposta a"),
    "es": ("Un comentario en", "UN COMENTARIO EN", "Una respuesta a", "Un pensamiento en", "Una Respuesta a"),
    "pt": ("Um comentário em", "UM COMENTÁRIO EM", "Uma resposta a", "Uma ideia sobre", "Uma Resposta para"),
    "fr": ("Un commentaire sur", "UN COMMENTAIRE SUR", "Une réponse à", "UNE RÉPONSE À", "Une réflexion sur"),
    "de": ("Ein Kommentar zu", "EIN KOMMENTAR ZU", "Eine Antwort auf", "Eine Antwort zu", "Ein Gedanke zu"),
    "en": ("One comment on", "ONE COMMENT ON", "One Response to", "One thought on"),
}
TEXT = "The kettle sang for an hour, and we let it, because nobody wanted to be the one who stands up first."


@pytest.mark.parametrize("heading", [heading for headings in ONE.values() for heading in headings])
def test_one_comment_is_counted_in_whatever_case_and_accents(heading):
    page = (
        "<title>The kettle</title><div class=post><h2>The kettle</h2><small>2007-06-09</small>"
        f"<div class=entry><p>{TEXT}</p><p>{TEXT}</p></div></div>"
        f"<h3>{heading} The kettle</h3><ol><li><cite>Tove</cite> says:<br>"
        "<small>2007-06-10 08:12</small><p>So did ours.</p></li></ol>"
    )
    record = read_page(page.encode(), "page.html")
    assert record.comments_stated == 1
    assert [comment.author.name for comment in record.comments] == ["Tove"]
