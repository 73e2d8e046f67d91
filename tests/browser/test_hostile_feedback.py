"""Whatever a comment or trackback holds, in any field, nothing of it runs on any page; allowed formatting still shows.

The pages' Content-Security-Policy is switched off here: it is a second wall, and this is about the first.
"""

import contextlib
import json
from urllib.parse import quote

from playwright.sync_api import Error

RUN = "top.hacked=1;alert(1)"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<script\x0c>{RUN}</script\x0c>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f'<img src=x onerror="{RUN}">',
    f"<img/src=x/onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'><svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={RUN}&gt;">',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<textarea></textarea><img src=x onerror={RUN}></textarea>",
    f"</textarea><img src=x onerror={RUN}>",
    f"</title><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{RUN}</script><![CDATA[",
    f"<iframe srcdoc='<script>parent.hacked=1</script>'></iframe><iframe src=\"javascript:{RUN}\"></iframe>",
    f'<object data="data:text/html,<script>{RUN}</script>"></object><embed src="javascript:{RUN}">',
    f'<a href="javascript:{RUN}">a</a> <a href="java&#10;script:{RUN}">b</a> <a href=" &#1;javascript:{RUN}">c</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">a</a> <a href="vbscript:{RUN}">b</a>',
    f'<b onmouseover="{RUN}" style="position:fixed;inset:0" autofocus tabindex=1 onfocus={RUN}>b</b>',
    f"<details open ontoggle={RUN}>x</details><video><source onerror={RUN}></video>",
    f'<form action="javascript:{RUN}"><button>x</button></form><input autofocus onfocus={RUN}>',
    f"<style>@import 'javascript:{RUN}';</style><link rel=stylesheet href=data:text/css,*{{}}>",
    f'<meta http-equiv=refresh content="0;url=javascript:{RUN}"><base href="http://evil.example/">',
    f'http://a.example/"onmouseover="{RUN}" http://a.example/\'><img src=x onerror={RUN}>',
    f"javascript:{RUN} http://a.example/<script>{RUN}</script>",
    f"{{{{constructor.constructor('{RUN}')()}}}} {{% now %}} ${{{RUN}}}",
    f"&lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62;",
    f"\u202e<img src=x onerror={RUN}>\u2028<script>{RUN}</script>",
    f"<b><i><xmp><img src=x onerror={RUN}></xmp></i></b><plaintext>",
]
SCHEMES = [f"javascript:{RUN}", f"JaVaScRiPt://x%0a{RUN}", f"data:text/html,<script>{RUN}</script>"]
STORE = """
import json
from blog.models import Feedback, Post
post = Post.objects.public().posts().newest_first().first()
payloads, schemes = json.loads({given!r})
def store(kind, number, payload, text_format, **more):
    url = schemes[number % len(schemes)] if number % 2 else payload
    more |= dict.fromkeys(("author_name", "title", "blog_name"), payload[:250])
    return Feedback.objects.create(post=post, kind=kind, status="approved", author_email=payload[:254], author_url=url,
        body=payload + " <b>bold</b>", body_format=text_format, author_address="192.0.2.1", **more)
for number, payload in enumerate(payloads):
    last = store("comment", number, payload, ("html", "text")[number % 2])
    store("trackback", number, payload, "html")
whole = "\\n".join(payloads)
found = {{kind: store(kind, 1, whole, "html").pk for kind in ("comment", "trackback")}}
from blog import moderation
moderation.hold([found["comment"], found["trackback"]], reason=payloads[5], rule=payloads[0][:80])
shown = post.feedback.approved().comments().count()
from django.contrib.auth.models import User
from django.utils import timezone
from blog import notices
from blog.models import Mention, ModerationEvent, SpamProposal
editor = User.objects.filter(groups__name="Editor").first()
moderation.edit(Feedback.objects.get(pk=found["comment"]), dict(body=whole, author_name=payloads[7]), by=editor)
for pk, kind in ((last.pk, "comment"), (found["trackback"], "trackback")):
    finding = dict(rule=payloads[0], verdict="spam", score=1, code="learned",
        params=dict(percent=9, words=payloads[:3]), evidence=[dict(field="body", start=0, end=20)])
    Feedback.objects.filter(pk=pk).update(findings=[finding], decided_by=payloads[0][:80])
    SpamProposal.objects.create(feedback_id=pk, kind=kind, campaign=payloads[5][:100], probability=0.9, finding=finding)
mention = Mention.objects.create(post=post, protocol="trackback", source_url=payloads[5], source_key="hostile",
    target_url=schemes[0], state="refused", announced_at=timezone.now(), problem="The source is no page but %(type)s.",
    problem_values=dict(type=payloads[5][:80]))
link = "/moderate/" + notices.make_token(editor, Feedback.objects.get(pk=found["comment"]), "approved") + "/"
found |= {{"mention": mention.pk, "link": link, "batch": str(ModerationEvent.objects.order_by("pk").last().batch)}}
print(json.dumps(found | {{"post": post.pk, "shown": shown, "path": post.get_absolute_url(), "last": last.pk}}))
"""
CLEAR = """
from blog.models import Feedback, Mention
Feedback.objects.filter(author_address='192.0.2.1').delete()
Mention.objects.filter(source_key='hostile').delete()
"""
# What stands on the page that a payload could have put there.
WRONG = """() => [
    ...[...document.querySelectorAll("[href], [src], [action], [formaction], [data]")].flatMap((element) =>
        ["href", "src", "action", "formaction", "data"].map((name) => element.getAttribute(name)).filter((value) =>
            value && !/^(https?|mailto|data):/.test(new URL(value, document.baseURI).protocol)
            || value && /^data:text/i.test(value))),
    ...[...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
        .filter((attribute) => /^on/i.test(attribute.name)).map((attribute) => attribute.name)),
    ...[...document.querySelectorAll("iframe, object, embed, base, main style, meta[http-equiv=refresh]")]
        .map((element) => element.outerHTML),
    ...(window.hacked ? ["hacked"] : []),
]"""


def test_nothing_that_readers_send_runs_anywhere(chromium, site, login_of):
    given = json.dumps([PAYLOADS, SCHEMES])
    made = json.loads(site.run(STORE.format(given=given)))
    context = chromium.new_context(base_url=site.url, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    ran, asked = [], []
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))

    def look(path):
        # What browsers do not show, feeds above all, they may save; that runs nothing.
        with contextlib.suppress(Error):
            page.goto(path, wait_until="load")
        assert page.evaluate(WRONG) == [], path

    try:
        look(made["path"])
        assert page.locator(".comment-text b").count() >= len(PAYLOADS) // 2
        assert page.locator(".comment").count() == made["shown"] >= len(PAYLOADS)
        page.mouse.move(300, 300)
        look(f"/comment/{made['post']}/?parent={made['last']}")
        preview(page, look, made)
        for name in ("feed/", "feed/atom/", "feed.json"):
            look(f"/comment/{made['post']}/{name}")
        context.add_cookies(login_of("editor")["cookies"])
        for kind in ("comment", "trackback"):
            look(f"/admin/blog/{kind}/")
            look(f"/admin/blog/{kind}/?p=2")
            look(f"/admin/blog/{kind}/{made[kind]}/change/")
            look(f"/admin/blog/{kind}/{made[kind]}/history/")
        look("/admin/blog/moderationevent/")
        for query in (
            "",
            "tab=all",
            f"tab=approved&post={made['post']}&order=oldest",
            "tab=all&q=img",
            "tab=all&select=all",
        ):
            look(f"/admin/moderation/?{query}")
        look_at_the_parts(page, look, made)
        look(f"/admin/blog/moderationevent/?batch={made['batch']}")
        look(f"/admin/blog/moderationevent/undo/{made['batch']}/")
        look("/admin/blog/mention/")
        look(f"/admin/blog/mention/{made['mention']}/change/")
        look("/admin/blog/moderationrule/")
        try_a_rule(page, look)
        for kind in ("comment", "trackback"):
            look(f"/admin/filter/backlog/{kind}/?campaign={quote(PAYLOADS[5])}")
        look(f"/admin/persons/?email={quote(PAYLOADS[5])}")
        look(made["link"])
        assert ran == []
        assert [url for url in asked if not url.startswith((f"{site.url}/", "data:image", "blob:"))] == []
        assert [url for url in asked if url.endswith("/x")] == []
    finally:
        context.close()
        site.run(CLEAR)


def look_at_the_parts(page, look, made):
    """Open what the desk shows in place and beside, by its keys, and each on the page of one."""
    for kind in ("comment", "trackback"):
        look(f"/admin/moderation/{made[kind]}/")
        for part in ("thread", "author", "edit", "reply"):
            shown = page.request.get(f"/admin/moderation/{made[kind]}/?part={part}").json()["html"]
            page.evaluate("html => { document.getElementById('content').innerHTML = html }", shown)
            assert page.evaluate(WRONG) == [], part
    look("/admin/moderation/?tab=approved")
    for key, place in (("e", ".fb.now textarea"), ("Escape", ""), ("t", ".fb-thread"), ("i", "#drawer[open]")):
        page.keyboard.press(key)
        if place:
            page.locator(place).first.wait_for()
    assert page.evaluate(WRONG) == []


def try_a_rule(page, look):
    """Look at what a rule would have found in all of it."""
    look("/admin/blog/moderationrule/add/?kind=blocked_words")
    page.fill("[name=words]", "bold")
    page.fill("[name=name]", PAYLOADS[5])
    page.check("[name=verdict][value=trash]")
    with page.expect_navigation():
        page.click("[name=_try]")
    page.locator(".examples li").first.wait_for()
    assert page.evaluate(WRONG) == []


def preview(page, look, made):
    """Send the payloads in the form and look at the preview, and at the page that names what is wrong."""
    look(f"/comment/{made['post']}/")
    page.fill("#comment-form-text", "\n".join(PAYLOADS))
    page.fill("#comment-form-name", PAYLOADS[5])
    page.fill("#comment-form-url", 'http://a.example/?"><img/src=x/onerror=top.hacked=1>')
    for shown in ("http://a.example/", SCHEMES[0]):
        with page.expect_navigation():
            page.click("button.quiet")
        assert page.evaluate(WRONG) == []
        page.fill("#comment-form-url", shown)
    assert page.locator(".draft .comment-text").count() == 1
    assert "<script>" in page.input_value("#comment-form-text")
