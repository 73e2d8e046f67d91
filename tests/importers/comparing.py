"""All that a database holds, told without keys and times, so that two databases can be compared table by table."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from blog.models import Attachment, Author, Category, Feedback, FeedbackCount, Post, Source, Tag, UnindexedFeedback
from importers.models import ImportedItem, ImportRun

OURS = ("blog", "importers", "modelsearch", "taggit")
# How a row is called in other rows: columns of its own, names of what it belongs to among them.
NAMES = {
    Source: ("slug",),
    Author: ("slug",),
    Category: ("path",),
    Tag: ("slug",),
    Attachment: ("source__slug", "original_id", "original_url", "sha256"),
    Post: ("path",),
    Feedback: ("post__path", "anchor"),
    ImportedItem: ("source__slug", "kind", "identity"),
    ContentType: ("app_label", "model"),
    apps.get_model("modelsearch", "IndexEntry"): ("content_type__model", "object_id"),
}
KINDS = {
    "post": Post, "page": Post, "attachment": Attachment, "comment": Feedback, "trackback": Feedback,
    "author": Author, "category": Category, "tag": Tag,
}  # fmt: skip
# What `written`, `before` and `after` hold keys of.
KEYS = {
    "author_id": Author, "featured_image_id": Attachment, "translation_of_id": Post, "post_id": Post,
    "categories": Category, "tags": Tag, "co_authors": Author,
}  # fmt: skip

# What says how runs went, and what the database keeps by itself.
OF_THE_DATABASE = (ImportRun, FeedbackCount, UnindexedFeedback)


class Teller:
    """Tells rows of the database that is connected now."""

    def __init__(self):
        self.names = {
            model: {row[0]: "/".join(map(str, row[1:])) for row in model._base_manager.values_list("pk", *columns)}
            for model, columns in NAMES.items()
        }
        entry = apps.get_model("modelsearch", "IndexEntry")
        posts = self.names[Post]
        for pk, name in self.names[entry].items():
            model, _, key = name.partition("/")
            self.names[entry][pk] = posts.get(int(key), name) if model == "post" else name

    def table(self, model):
        """Return the rows of a table, sorted."""
        fields = [field for field in model._meta.concrete_fields if not self.is_left_out(model, field)]
        rows = model._base_manager.values(*(field.attname for field in fields))
        return sorted(repr({field.attname: self.value(field, row) for field in fields}) for row in rows.iterator())

    def is_left_out(self, model, field):
        if field.primary_key and not field.remote_field:
            return True
        if field.remote_field and field.related_model is ImportRun:
            return True
        times = isinstance(field, models.DateTimeField)
        return times and (field.auto_now or field.auto_now_add or model._meta.model_name == "textrepair")

    def value(self, field, row):
        value = row[field.attname]
        if field.remote_field is not None and value is not None:
            return self.names.get(field.related_model, {}).get(value, value)
        if field.attname == "object_id" and value is not None:
            model = KINDS[row["kind"]] if "kind" in row else ContentType.objects.get_for_id(row["content_type_id"])
            model = model.model_class() if isinstance(model, ContentType) else model
            return self.names.get(model, {}).get(int(value), value)
        if isinstance(field, models.JSONField):
            return self.spelled(value, row)
        return bytes(value) if isinstance(value, memoryview) else value

    def spelled(self, value, row):
        """Return JSON with the keys in it named, and its own keys in order."""
        if isinstance(value, list):
            return [self.spelled(entry, row) for entry in value]
        if not isinstance(value, dict):
            return value
        parents = {"comment": Feedback, "trackback": Feedback, "category": Category}
        keyed = {**KEYS, "parent_id": parents.get(row.get("kind"), Post)}
        return {
            name: self.named(keyed[name], value[name]) if name in keyed else self.spelled(value[name], row)
            for name in sorted(value)
        }

    def named(self, model, value):
        if isinstance(value, list):
            return sorted(str(self.named(model, key)) for key in value)
        return self.names[model].get(value, value) if isinstance(value, int) else value


def tables(*, without=()):
    """Return all rows of all tables of ours but the runs'."""
    teller = Teller()
    models_of_ours = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model not in OF_THE_DATABASE and not model._meta.proxy
    }
    return {name: teller.table(model) for name, model in models_of_ours.items() if name not in without}


def differences(one, other):
    """Return the names of the tables that differ, with the first rows that only one of the two has."""
    found = {}
    for name in one.keys() | other.keys():
        left, right = one.get(name, []), other.get(name, [])
        if left != right:
            only = [sorted(set(a) - set(b))[:2] for a, b in ((left, right), (right, left))]
            found[name] = [len(left), len(right), *only]
    return found
