"""Public addresses. `blog:post` takes whatever nothing else answers, and comes last."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from blog import feeds, sitemaps
from blog.views import (
    archives,
    attachments,
    commenting,
    correcting,
    listings,
    mentions,
    notices,
    posts,
    reply_notices,
    searching,
    service,
)

app_name = "blog"


class NumberConverter:
    """A number of fixed width, kept zero-padded in addresses."""

    width: int
    regex: str

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):0{self.width}}"


class YearConverter(NumberConverter):
    width = 4
    regex = "[0-9]{4}"


class MonthConverter(NumberConverter):
    width = 2
    regex = "0[1-9]|1[0-2]"


class DayConverter(NumberConverter):
    width = 2
    regex = "0[1-9]|[12][0-9]|3[01]"


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Return the address of what is only read: other methods are refused as such, whatever cookies they bring."""
    return path(route, csrf_exempt(require_safe(view)), name=name)


def feed_paths(prefix: str, name: str, view: type[feeds.PostFeed]) -> list[URLPattern]:
    """Return the addresses of a feed in its three formats."""
    return [
        page(f"{prefix}feed/", view(), name=name),
        page(f"{prefix}feed/atom/", view(feeds.AtomFormat), name=f"{name}_atom"),
        page(f"{prefix}feed.json", view(feeds.JSONFormat), name=f"{name}_json"),
    ]


urlpatterns = [
    page("", posts.HomeView.as_view(), name="home"),
    page("archive/", archives.ArchiveView.as_view(), name="archive"),
    page("undated/", archives.UndatedView.as_view(), name="undated"),
    page("<year:year>/", archives.YearView.as_view(), name="archive_year"),
    page("<year:year>/<month:month>/", archives.MonthView.as_view(), name="archive_month"),
    page("<year:year>/<month:month>/<day:day>/", archives.DayView.as_view(), name="archive_day"),
    page("attachment/<int:pk>/", attachments.AttachmentView.as_view(), name="attachment"),
    page("search/", searching.SearchView.as_view(), name="search"),
    path("comment/<int:pk>/", commenting.CommentView.as_view(), name="comment"),
    path("comment/<int:pk>/preview/", commenting.PreviewView.as_view(), name="comment_preview"),
    path("comment/<int:pk>/edit/<int:number>/", correcting.CorrectionView.as_view(), name="comment_edit"),
    path("comment/<int:pk>/edit/<int:number>/delete/", correcting.WithdrawalView.as_view(), name="comment_delete"),
    path("moderate/<str:token>/", notices.NoticeView.as_view(), name="notice"),
    path("comment/letters/<str:token>/", reply_notices.ReplyNoticesView.as_view(), name="reply_notices"),
    page("comment/<int:pk>/edit/<int:number>/received/", correcting.ReceivedView.as_view(), name="comment_received"),
    *feed_paths("", "feed", feeds.PostFeed),
    *feed_paths("tag/<str:slug>/", "tag_feed", feeds.TagFeed),
    *feed_paths("category/<path:path>/", "category_feed", feeds.CategoryFeed),
    *feed_paths("author/<str:slug>/", "author_feed", feeds.AuthorFeed),
    *feed_paths("source/<str:slug>/", "source_feed", feeds.SourceFeed),
    *feed_paths("language/<str:tag>/", "language_feed", feeds.LanguageFeed),
    *feed_paths("comment/<int:pk>/", "comment_feed", feeds.CommentFeed),
    page("tag/<str:slug>/", listings.TagView.as_view(), name="tag"),
    page("category/<path:path>/", listings.CategoryView.as_view(), name="category"),
    page("author/<str:slug>/", listings.AuthorView.as_view(), name="author"),
    page("source/<str:slug>/", listings.SourceView.as_view(), name="source"),
    page("sitemap.xml", sitemaps.index, name="sitemap"),
    page("sitemap-<str:section>.xml", sitemaps.section, name="sitemap_section"),
    path("trackback/<int:pk>/", mentions.trackback_view, name="trackback"),
    path("xmlrpc", mentions.pingback_view, name="pingback"),
    path("webmention/", mentions.webmention_view, name="webmention"),
    page("robots.txt", service.robots, name="robots"),
    page("healthz", service.healthz, name="healthz"),
    page("media/<path:path>", service.media, name="media"),
    page("<path:path>/", posts.PostView.as_view(), name="post"),
    page("<path:path>", service.without_slash, name="without_slash"),
]
