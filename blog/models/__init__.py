"""The nouns of the blog, one file each."""

from blog.models.arrival import Arrival
from blog.models.attachment import Attachment
from blog.models.author import Author
from blog.models.author_note import AuthorNote
from blog.models.category import Category
from blog.models.feedback import Comment, Feedback, ModerationStatus, Trackback
from blog.models.feedback_count import FeedbackCount, UnindexedFeedback
from blog.models.learned_filter import LearnedFilter, SpamProposal
from blog.models.legacy_url import LegacyURL
from blog.models.mention import Mention
from blog.models.moderation_event import ModerationEvent
from blog.models.moderation_rule import ModerationRule
from blog.models.notice_choice import NoticeChoice
from blog.models.post import Post
from blog.models.reply_notice import QuietAddress, ReplyNotice
from blog.models.source import Source
from blog.models.tag import Tag, TaggedPost
from blog.models.text_repair import TextRepair
from blog.models.translation_note import TranslationNote

__all__ = [
    "Arrival",
    "Attachment",
    "Author",
    "AuthorNote",
    "Category",
    "Comment",
    "Feedback",
    "FeedbackCount",
    "LearnedFilter",
    "LegacyURL",
    "Mention",
    "ModerationEvent",
    "ModerationRule",
    "ModerationStatus",
    "NoticeChoice",
    "Post",
    "QuietAddress",
    "ReplyNotice",
    "Source",
    "SpamProposal",
    "Tag",
    "TaggedPost",
    "TextRepair",
    "Trackback",
    "TranslationNote",
    "UnindexedFeedback",
]
