"""Feedback of `feedback_archive` as the learned filter sees it; needs the project on the path."""

from feedback_archive import Item

from blog.learning.features import PostWords, Sample, days_between, post_words


def samples(items: list[Item]) -> list[Sample]:
    """Return items as the filter sees them; bodies are taken for plain text."""
    known: dict[int, PostWords] = {}
    found = []
    for item in items:
        said = item.post
        if said.number not in known:
            known[said.number] = post_words(said.title, said.text, said.language)
        post, days = known[said.number], days_between(said.at, item.at)
        sender = (item.author_name, item.author_email, item.author_url, item.title, item.blog_name)
        found.append(Sample(item.body, item.body, item.kind, *sender, item.is_reply, days, post))
    return found
