import pytest

from blog.text.languages import direction, guess_language, normalize_language


@pytest.mark.parametrize(
    ("tag", "normal"),
    [
        ("en_US", "en-US"),
        ("fr_FR.UTF-8", "fr-FR"),
        ("pt-br", "pt-BR"),
        ("zh_hans_cn", "zh-Hans-CN"),
        ("de_DE_formal", "de-DE"),
        ("es-419", "es-419"),
        ("ca@valencia", "ca-valencia"),
        ("iw", "he"),
        ("fre", "fr"),
        ("Français", "fr"),
        ("  it ", "it"),
        ("qx", ""),
        ("gibberish", ""),
        ("C", ""),
        ("", ""),
        ("en US", ""),
        ("<b>", ""),
    ],
)
def test_tags_have_one_form_and_nonsense_none(tag, normal):
    assert normalize_language(tag) == normal
    assert normalize_language(normal) == normal


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The old lighthouse keeper closed the door and walked down to the sea.", "en"),
        ("Le vieux gardien du phare ferma la porte et descendit vers la mer.", "fr"),
        ("Il vecchio guardiano del faro chiuse la porta e scese verso il mare.", "it"),
        ("Der alte Leuchtturmwärter schloss die Tür und ging hinunter ans Meer.", "de"),
        ("灯台守の老人は扉を閉めて、海のほうへ静かに降りていきました。", "ja"),
    ],
)
def test_a_sentence_is_enough_to_tell_the_language(text, tag):
    language, probability = guess_language(text)
    assert language == tag
    assert 0.5 < probability <= 1


def test_too_little_text_is_not_guessed():
    assert guess_language("Bonjour à tous") == ("", 0.0)
    assert guess_language("12345 " * 50) == ("", 0.0)


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("ar-Latn", "ltr"), ("az-Arab", "rtl"), ("fr", "ltr"), ("", "ltr")],
)
def test_the_direction_follows_script_then_language(tag, way):
    assert direction(tag) == way
