"""A reader comments, a moderator approves, an editor translates, a reader sees both."""

from playwright.sync_api import expect


def test_a_comment_is_posted_approved_and_seen(open_page):
    reader = open_page("/2008/03/married-rope/", scripts=False)
    reader.get_by_label("Your comment").fill("Which end was which? I have <b>one</b> question.")
    reader.get_by_label("Name").fill("Greta Holm")
    reader.wait_for_timeout(3100)  # nobody answers faster than this
    reader.get_by_role("button", name="Send").click()
    expect(reader.locator("main")).to_contain_text("moderator")
    reader.goto("/2008/03/married-rope/")
    expect(reader.get_by_text("Greta Holm")).to_have_count(0)

    moderator = open_page("/admin/blog/comment/?status=pending", as_="moderator")
    row = moderator.locator("#result_list tr", has_text="Greta Holm")
    row.get_by_role("checkbox").check()
    moderator.locator("select[name=action]").select_option("approve")
    moderator.get_by_role("button", name="Go").click()
    expect(moderator.locator(".messagelist")).to_contain_text("1")

    reader.goto("/2008/03/married-rope/")
    expect(reader.get_by_text("I have <b>one</b> question.")).to_be_visible()


def test_a_post_is_translated_annotated_published_and_read(open_page):
    editor = open_page("/admin/blog/post/?q=Married+rope", as_="editor")
    editor.locator("#result_list").get_by_role("link", name="Married rope").first.click()
    editor.get_by_label("Translate this post into").select_option("it")
    editor.get_by_role("button", name="Translate", exact=True).click()
    expect(editor.get_by_role("region", name="Text of the original")).to_contain_text("There’s a man on the east quay")
    editor.get_by_label("Title:").fill("La corda sposata")
    editor.get_by_label("Body:").fill("Sul molo est c’è un uomo che rammenda le corde.\n\nE le sposa.")
    editor.get_by_label("Status:").select_option("published")
    note = editor.locator("#translation_notes-0")
    note.locator("[name$=exact]").fill("rammenda le corde")
    note.locator("[name$=text]").fill("Nell’originale è una parola di marinai.")
    note.locator("[name$=visibility]").select_option("public")
    editor.locator("[name=_save]").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("La corda sposata")

    reader = open_page("/2008/03/married-rope/")
    reader.locator("main").get_by_role("link", name="Italiano").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("La corda sposata")
    assert reader.locator("html").get_attribute("lang") == "it"
    expect(reader.locator(".margin-note")).to_contain_text("una parola di marinai")


def test_an_editor_changes_author_categories_and_tags_without_scripts(open_page):
    page = open_page("/admin/blog/post/?q=Soup+by+the+moon", as_="editor", scripts=False)
    page.locator("#result_list").get_by_role("link", name="Soup by the moon").first.click()
    form = page.locator("#post_form")
    authors = form.get_by_label("Author:").locator("option")
    expect(form).to_be_visible()
    page.wait_for_load_state()
    chosen = form.get_by_label("Author:").input_value()
    other = next(option for option in authors.all() if option.get_attribute("value") not in ("", chosen))
    name = other.inner_text()
    form.get_by_label("Author:").select_option(label=name)
    boxes = form.get_by_role("group", name="Categories")
    boxes.get_by_label("Harbour › Fog").check()
    boxes.get_by_label("Cafés").uncheck()
    form.get_by_label("Tags:").fill('sound, night soup, "salt, pepper"')
    lookup = form.get_by_role("link", name="Look up – featured image")
    with page.context.expect_page() as opened:
        lookup.press("Enter")
    assert "_to_field=id" in opened.value.url
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Attachments")
    opened.value.close()
    form.get_by_label("Parent page:").fill("1")
    page.locator("[name=_continue]").first.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Soup by the moon")
    expect(form.get_by_label("Author:").locator("option:checked")).to_have_text(name)
    expect(form.get_by_label("Tags:")).to_have_value('night soup, "salt, pepper", sound')
    expect(boxes.get_by_label("Cafés")).not_to_be_checked()
    expect(form.locator(".field-parent .chosen")).to_be_visible()

    reader = open_page("/", scripts=False)
    reader.get_by_role("link", name="Soup by the moon").first.click()
    for word in (name, "Fog", "night soup", "salt, pepper"):
        expect(reader.locator("main article").get_by_role("link", name=word, exact=True)).to_be_visible()


def test_what_is_looked_up_in_the_popup_is_put_into_the_form(open_page):
    page = open_page("/admin/blog/post/?q=Tide+table", as_="editor")
    page.locator("#result_list").get_by_role("link", name="Tide table for visitors").first.click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Look up – parent page").click()
    popup = opened.value
    with popup.expect_event("close"):
        popup.locator("#result_list").get_by_role("link", name="Colophon").click()
    number = page.get_by_label("Parent page:").input_value()
    page.locator("[name=_continue]").first.click()
    title = page.locator(".field-parent .chosen")
    expect(title).to_have_text("Colophon")
    page.get_by_label("Parent page:").fill(f"{number}0")
    page.get_by_label("Parent page:").press("Tab")
    expect(title).to_be_hidden()
