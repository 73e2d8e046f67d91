"""Template tags in texts: what they meant is written out, what is not known stays visible and is named."""

import time

import pytest

from blog.text.rendering import body_html
from importers.decoding import SiteFolder, SourceFile
from importers.readers import front_matter
from importers.records import PostRecord
from importers.surveying import Evidence

CONFIG = b"title: Tide\nurl: https://tide.example.org\nbaseurl: /blog\npermalink: /:year/:title/\n"


def read(body, header="title: x", name="_posts/2009-03-01-x.md", config=CONFIG):
    file = SourceFile(
        name, content=f"---\n{header}\n---\n{body}".encode(), folder=SiteFolder(name, config, "_config.yml")
    )
    (record,) = (record for record in front_matter.read(file, Evidence()) if isinstance(record, PostRecord))
    return record


def named(record):
    return [issue.message.partition(": ")[2] for issue in record.issues if issue.code == "template-tag"]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("[a]({{ site.url }}/a)", "[a](https://tide.example.org/a)"),
        ("![a]({{site.baseurl}}/a.jpg)", "![a](/blog/a.jpg)"),
        ("{{ '/a.jpg' | relative_url }}", "https://tide.example.org/blog/a.jpg"),
        ('{{ "/a.jpg" | prepend: site.baseurl | prepend: site.url }}', "https://tide.example.org/blog/a.jpg"),
        ("{{ site.title }}: {{ page.title }}", "Tide: x"),
        ("[y]({% post_url 2008-02-01-neap-tide %})", "[y](https://tide.example.org/blog/2008/neap-tide/)"),
        ("[y]({% link _posts/2008-02-01-neap-tide.md %})", "[y](https://tide.example.org/blog/2008/neap-tide/)"),
        ("[y]({% link files/a.pdf %})", "[y](https://tide.example.org/blog/files/a.pdf)"),
        ("a {% comment %} b {% endcomment %} c", "a  c"),
        ("{% raw %}{{ site.url }} {% if %}{% endraw %}", "{{ site.url }} {% if %}"),
        (
            "{% gist ines/42 %}",
            '<a href="https://gist.github.com/ines/42">https://gist.github.com/ines/42</a>',
        ),
        (
            "{{< youtube dQw4 >}}",
            '<a href="https://www.youtube.com/watch?v=dQw4">https://www.youtube.com/watch?v=dQw4</a>',
        ),
        (
            '{{< figure src="/a.jpg" alt="Mud" caption="Low" >}}',
            '<figure><img src="/a.jpg" alt="Mud"><figcaption>Low</figcaption></figure>',
        ),
        ("Braces { and } and 100 % {sure}", "Braces { and } and 100 % {sure}"),
    ],
)
def test_what_a_tag_means_is_written_out(body, written):
    record = read(body)
    assert (record.body, named(record)) == (written, [])


@pytest.mark.parametrize(
    "body",
    [
        "{% highlight python linenos %}\nif a < b:\n\n    print('*x*')\n{% endhighlight %}",
        "{%- highlight python -%}\nif a < b:\n\n    print('*x*')\n{%- endhighlight -%}",
        "{% highlight python %}{% raw %}\nif a < b:\n\n    print('*x*')\n{% endraw %}{% endhighlight %}",
        "{% codeblock lang:python %}\nif a < b:\n\n    print('*x*')\n{% endcodeblock %}",
        "{{< highlight python >}}\nif a < b:\n\n    print('*x*')\n{{< /highlight >}}",
    ],
)
def test_a_highlighted_block_is_code_word_for_word(body):
    record = read(f"Before:\n{body}\n*After*.\n")
    assert named(record) == []
    html = body_html(record.body, record.body_format)
    assert "<pre><code class=\"language-python\">if a &lt; b:\n\n    print('*x*')</code></pre>" in html
    assert "<p>Before:</p>" in html
    assert "<em>After</em>" in html


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("See {% include map.html at='x_y_z' %} here.", "include (1)"),
        ("{% if page.x %}A{% endif %} {% if y %}B{% endif %}", "if (2), endif (2)"),
        ("{{ content }}, {{ site.nothing }}", "content (1), site.nothing (1)"),
        ("{{ site.url | upcase }}", "site.url (1)"),
        ("{% post_url {{ x }} %}", "post_url (1)"),
        ("{% highlight python %} never closed", "highlight (1)"),
    ],
)
def test_a_tag_that_is_not_known_stays_visible_and_is_named(body, names):
    record = read(body)
    assert (record.body, named(record)) == (body, [names])


def test_a_shortcode_is_no_element_of_the_page():
    record = read("{{<note>}}Mind the mud.{{</note>}}\n\n```\n{{<note>}}\n```\n")
    html = body_html(record.body, record.body_format)
    assert html.count("{{&lt;note&gt;}}") == 2
    assert "{{&lt;/note&gt;}}" in html
    assert named(record) == ["note (3)"]


def test_a_site_without_an_address_leaves_its_address_unwritten():
    record = read("{{ site.url }}/a", config=b"title: Tide\n")
    assert (record.body, named(record)) == ("{{ site.url }}/a", ["site.url (1)"])


@pytest.mark.parametrize(
    ("header", "body", "excerpt", "rest"),
    [
        ("title: x", "One *two*.\n\n<!--more-->\n\nThree.", "One two.", "One *two*.\n\n\n\nThree."),
        ("title: x", "One.\n<!-- More -->\nTwo.", "One.", "One.\n\nTwo."),
        ("excerpt: Said.", "One.\n<!--more-->\nTwo.", "Said.", "One.\n\nTwo."),
        ('excerpt_separator: "~~~~"', "One.\n~~~~\nTwo.", "One.", "One.\n\nTwo."),
        ("title: x", "One.\n\nTwo.", "", "One.\n\nTwo."),
    ],
)
def test_what_stands_before_the_separator_is_the_excerpt(header, body, excerpt, rest):
    record = read(body, header)
    assert (record.excerpt, record.body) == (excerpt, rest)


PIECES = """{% / {{ / {% x / {% highlight %} / {% raw %} / {{< x >}} / {{<highlight x>}} / endraw / {% endraw / %} /
{% a %} / {{ a | b | / {% a " / <!--more / {{ site. / {% raw %}endraw / ```{{<x>}}""".replace("\n", " / ").split(" / ")


@pytest.mark.parametrize("piece", PIECES)
def test_tags_take_time_by_the_length_of_the_text(piece):
    start = time.process_time()
    read(f"{piece}\n" * (100_000 // len(piece)), name="about.md")
    read(piece * (100_000 // len(piece)), name="about.md")
    assert time.process_time() - start < 3
