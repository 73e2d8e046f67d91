"""Addresses: the admin, then the blog, which takes everything else."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("blog.urls")),
]

handler400 = "blog.views.errors.bad_request"
handler404 = "blog.views.errors.not_found"
handler500 = "blog.views.errors.server_error"
