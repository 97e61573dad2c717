"""What an article is made of."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

# Under our CSP no page frames another, so a video is a card that leads to one of these hosts.
VIDEO_HOSTS = {
    "v.qq.com",
    "www.bilibili.com",
    "b23.tv",
    "v.youku.com",
    "www.ixigua.com",
    "www.douyin.com",
    "v.douyin.com",
    "tv.cctv.com",
}
_TEXT = ["bold", "ol", "ul", "link", "document-link"]


def video_host(address: str) -> str:
    """The host of an https address that may be linked as a video. Raises ValidationError otherwise."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.hostname not in VIDEO_HOSTS:
        raise ValidationError(
            _("Videos may stand at: %(hosts)s (https only)."), params={"hosts": ", ".join(sorted(VIDEO_HOSTS))}
        )
    return parts.hostname


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "home/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=400)
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=60)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "home/blocks/quote.html"


class Video(blocks.StructValue):
    @property
    def host(self) -> str:
        return urlsplit(self["url"]).hostname or ""


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address of the video"), validators=[video_host])
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    poster = ImageBlock(label=_("Still picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "home/blocks/video.html"
        value_class = Video


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "home/blocks/document.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Tone"), choices=[("note", _("Good to know")), ("warn", _("Please mind"))], default="note"
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "home/blocks/callout.html"


class ArticleBlocks(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(label=_("Text"), features=_TEXT, icon="pilcrow")
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=80, icon="title", form_classname="title", template="home/blocks/heading.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
