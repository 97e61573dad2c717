import django.db.models.deletion
import home.blocks
import home.models.articles
import home.models.images
import modelcluster.fields
import modelsearch.index
import portal.worktime.clock
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("owners", "__first__"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="NewsCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="address")),
                        ("name", models.CharField(max_length=30, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=30, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=40, verbose_name="name (English)")),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                    ],
                    options={
                        "verbose_name": "news category",
                        "verbose_name_plural": "news categories",
                        "ordering": ["sort", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="NewsIndexPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                    ],
                    options={
                        "verbose_name": "news index",
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="ProjectIndexPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                    ],
                    options={
                        "verbose_name": "project index",
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="SiteImage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "collection",
                            models.ForeignKey(
                                default=wagtail.models.media.get_root_collection_id,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="wagtailcore.collection",
                                verbose_name="collection",
                            ),
                        ),
                        ("title", models.CharField(max_length=255, verbose_name="title")),
                        (
                            "description",
                            models.CharField(blank=True, default="", max_length=255, verbose_name="description"),
                        ),
                        ("width", models.IntegerField(editable=False, verbose_name="width")),
                        ("height", models.IntegerField(editable=False, verbose_name="height")),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created at"),
                        ),
                        (
                            "uploaded_by_user",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by user",
                            ),
                        ),
                        ("focal_point_x", models.PositiveIntegerField(blank=True, null=True)),
                        ("focal_point_y", models.PositiveIntegerField(blank=True, null=True)),
                        ("focal_point_width", models.PositiveIntegerField(blank=True, null=True)),
                        ("focal_point_height", models.PositiveIntegerField(blank=True, null=True)),
                        ("file_size", models.PositiveIntegerField(editable=False, null=True)),
                        ("file_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                        (
                            "file",
                            home.models.images.BareImageField(
                                height_field="height",
                                upload_to=wagtail.images.models.get_upload_to,
                                verbose_name="file",
                                width_field="width",
                            ),
                        ),
                        (
                            "description_zh_hant",
                            models.CharField(
                                blank=True, max_length=255, verbose_name="description (Traditional Chinese)"
                            ),
                        ),
                        (
                            "description_en",
                            models.CharField(blank=True, max_length=255, verbose_name="description (English)"),
                        ),
                        (
                            "tags",
                            taggit.managers.TaggableManager(
                                blank=True,
                                help_text=None,
                                through="taggit.TaggedItem",
                                to="taggit.Tag",
                                verbose_name="tags",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "picture",
                        "verbose_name_plural": "pictures",
                        "abstract": False,
                    },
                    bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="SiteSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "site",
                            models.OneToOneField(
                                editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                            ),
                        ),
                        ("company_name", models.CharField(blank=True, max_length=60, verbose_name="company's name")),
                        (
                            "company_name_zh_hant",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="company's name (Traditional Chinese)"
                            ),
                        ),
                        (
                            "company_name_en",
                            models.CharField(blank=True, max_length=100, verbose_name="company's name (English)"),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                        (
                            "phone_24h",
                            models.CharField(
                                blank=True,
                                help_text="Where an estate has none of its own.",
                                max_length=30,
                                verbose_name="24-hour telephone",
                            ),
                        ),
                        ("icp_number", models.CharField(blank=True, max_length=60, verbose_name="ICP registration")),
                        (
                            "police_number",
                            models.CharField(blank=True, max_length=60, verbose_name="public security registration"),
                        ),
                        (
                            "report_phone",
                            models.CharField(
                                blank=True, max_length=30, verbose_name="telephone for reporting illegal content"
                            ),
                        ),
                        ("report_url", models.URLField(blank=True, verbose_name="page for reporting illegal content")),
                    ],
                    options={
                        "verbose_name": "site settings",
                        "verbose_name_plural": "site settings",
                    },
                ),
                migrations.CreateModel(
                    name="NewsPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "shown_at",
                            models.DateTimeField(
                                default=portal.worktime.clock.now,
                                help_text="Shown to readers; the list is sorted by it.",
                                verbose_name="date",
                            ),
                        ),
                        (
                            "summary",
                            models.CharField(
                                help_text="One or two sentences; shown in lists.",
                                max_length=200,
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "lead_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="home.siteimage",
                                verbose_name="lead picture",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty for news of the whole company.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        (
                            "body",
                            wagtail.fields.StreamField(
                                [
                                    ("paragraph", 0),
                                    ("heading", 1),
                                    ("picture", 4),
                                    ("gallery", 6),
                                    ("quote", 9),
                                    ("video", 13),
                                    ("document", 16),
                                    ("callout", 19),
                                ],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                        },
                                    ),
                                    1: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "form_classname": "title",
                                            "icon": "title",
                                            "label": "Heading",
                                            "max_length": 80,
                                            "template": "home/blocks/heading.html",
                                        },
                                    ),
                                    2: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                                    3: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Caption", "max_length": 120, "required": False},
                                    ),
                                    4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                                    5: (
                                        "wagtail.blocks.ListBlock",
                                        (4,),
                                        {"label": "Pictures", "max_num": 24, "min_num": 2},
                                    ),
                                    6: ("wagtail.blocks.StructBlock", [[("pictures", 5)]], {}),
                                    7: ("wagtail.blocks.TextBlock", (), {"label": "Words", "max_length": 400}),
                                    8: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Who said it", "max_length": 60, "required": False},
                                    ),
                                    9: ("wagtail.blocks.StructBlock", [[("text", 7), ("who", 8)]], {}),
                                    10: (
                                        "wagtail.blocks.URLBlock",
                                        (),
                                        {"label": "Address of the video", "validators": [home.blocks.video_host]},
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 80}),
                                    12: ("wagtail.images.blocks.ImageBlock", [], {"label": "Still picture"}),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("url", 10), ("title", 11), ("poster", 12)]],
                                        {},
                                    ),
                                    14: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                                    15: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Title", "max_length": 80, "required": False},
                                    ),
                                    16: ("wagtail.blocks.StructBlock", [[("document", 14), ("title", 15)]], {}),
                                    17: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [("note", "Good to know"), ("warn", "Please mind")],
                                            "label": "Tone",
                                        },
                                    ),
                                    18: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["bold", "link"], "label": "Text"},
                                    ),
                                    19: ("wagtail.blocks.StructBlock", [[("tone", 17), ("text", 18)]], {}),
                                },
                                verbose_name="content",
                            ),
                        ),
                        (
                            "correction",
                            models.TextField(
                                blank=True,
                                help_text="What was wrong and how it is right. Readers see it with its date.",
                                max_length=500,
                                verbose_name="correction",
                            ),
                        ),
                        ("corrected_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "categories",
                            modelcluster.fields.ParentalManyToManyField(
                                blank=True, related_name="+", to="home.newscategory", verbose_name="categories"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "news item",
                        "verbose_name_plural": "news items",
                        "indexes": [models.Index(fields=["-shown_at", "-page_ptr"], name="news_newest")],
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="ProjectPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("summary", models.CharField(max_length=200, verbose_name="summary")),
                        (
                            "lead_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="home.siteimage",
                                verbose_name="lead picture",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                        (
                            "homes",
                            models.CharField(
                                blank=True, help_text="How many, of which size.", max_length=60, verbose_name="homes"
                            ),
                        ),
                        ("handover", models.CharField(blank=True, max_length=60, verbose_name="handover")),
                        ("permit_number", models.CharField(blank=True, max_length=80, verbose_name="presale permit")),
                        ("sales_phone", models.CharField(blank=True, max_length=30, verbose_name="sales telephone")),
                        (
                            "gallery",
                            wagtail.fields.StreamField(
                                [("picture", 2)],
                                blank=True,
                                block_lookup={
                                    0: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                                    1: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Caption", "max_length": 120, "required": False},
                                    ),
                                    2: ("wagtail.blocks.StructBlock", [[("image", 0), ("caption", 1)]], {}),
                                },
                                verbose_name="gallery",
                            ),
                        ),
                        (
                            "body",
                            wagtail.fields.StreamField(
                                [
                                    ("paragraph", 0),
                                    ("heading", 1),
                                    ("picture", 4),
                                    ("gallery", 6),
                                    ("quote", 9),
                                    ("video", 13),
                                    ("document", 16),
                                    ("callout", 19),
                                ],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                        },
                                    ),
                                    1: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "form_classname": "title",
                                            "icon": "title",
                                            "label": "Heading",
                                            "max_length": 80,
                                            "template": "home/blocks/heading.html",
                                        },
                                    ),
                                    2: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                                    3: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Caption", "max_length": 120, "required": False},
                                    ),
                                    4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                                    5: (
                                        "wagtail.blocks.ListBlock",
                                        (4,),
                                        {"label": "Pictures", "max_num": 24, "min_num": 2},
                                    ),
                                    6: ("wagtail.blocks.StructBlock", [[("pictures", 5)]], {}),
                                    7: ("wagtail.blocks.TextBlock", (), {"label": "Words", "max_length": 400}),
                                    8: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Who said it", "max_length": 60, "required": False},
                                    ),
                                    9: ("wagtail.blocks.StructBlock", [[("text", 7), ("who", 8)]], {}),
                                    10: (
                                        "wagtail.blocks.URLBlock",
                                        (),
                                        {"label": "Address of the video", "validators": [home.blocks.video_host]},
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 80}),
                                    12: ("wagtail.images.blocks.ImageBlock", [], {"label": "Still picture"}),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("url", 10), ("title", 11), ("poster", 12)]],
                                        {},
                                    ),
                                    14: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                                    15: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Title", "max_length": 80, "required": False},
                                    ),
                                    16: ("wagtail.blocks.StructBlock", [[("document", 14), ("title", 15)]], {}),
                                    17: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [("note", "Good to know"), ("warn", "Please mind")],
                                            "label": "Tone",
                                        },
                                    ),
                                    18: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["bold", "link"], "label": "Text"},
                                    ),
                                    19: ("wagtail.blocks.StructBlock", [[("tone", 17), ("text", 18)]], {}),
                                },
                                verbose_name="content",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project",
                        "verbose_name_plural": "projects",
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="HomePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("headline", models.CharField(blank=True, max_length=60, verbose_name="headline")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="welcome")),
                        (
                            "lead_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="home.siteimage",
                                verbose_name="picture",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "home page",
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="SiteImageRendition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("filter_spec", models.CharField(db_index=True, max_length=255)),
                        (
                            "file",
                            wagtail.images.models.WagtailImageField(
                                height_field="height",
                                storage=wagtail.images.models.get_rendition_storage,
                                upload_to=wagtail.images.models.get_rendition_upload_to,
                                width_field="width",
                            ),
                        ),
                        ("width", models.IntegerField(editable=False)),
                        ("height", models.IntegerField(editable=False)),
                        ("focal_point_key", models.CharField(blank=True, default="", editable=False, max_length=16)),
                        (
                            "image",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="renditions",
                                to="home.siteimage",
                            ),
                        ),
                    ],
                    options={
                        "unique_together": {("image", "filter_spec", "focal_point_key")},
                    },
                    bases=(wagtail.images.models.ImageFileMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="StandardPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                        (
                            "lead_image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="home.siteimage",
                                verbose_name="picture",
                            ),
                        ),
                        (
                            "body",
                            wagtail.fields.StreamField(
                                [
                                    ("paragraph", 0),
                                    ("heading", 1),
                                    ("picture", 4),
                                    ("gallery", 6),
                                    ("quote", 9),
                                    ("video", 13),
                                    ("document", 16),
                                    ("callout", 19),
                                ],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                        },
                                    ),
                                    1: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "form_classname": "title",
                                            "icon": "title",
                                            "label": "Heading",
                                            "max_length": 80,
                                            "template": "home/blocks/heading.html",
                                        },
                                    ),
                                    2: ("wagtail.images.blocks.ImageBlock", [], {"label": "Picture"}),
                                    3: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Caption", "max_length": 120, "required": False},
                                    ),
                                    4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                                    5: (
                                        "wagtail.blocks.ListBlock",
                                        (4,),
                                        {"label": "Pictures", "max_num": 24, "min_num": 2},
                                    ),
                                    6: ("wagtail.blocks.StructBlock", [[("pictures", 5)]], {}),
                                    7: ("wagtail.blocks.TextBlock", (), {"label": "Words", "max_length": 400}),
                                    8: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Who said it", "max_length": 60, "required": False},
                                    ),
                                    9: ("wagtail.blocks.StructBlock", [[("text", 7), ("who", 8)]], {}),
                                    10: (
                                        "wagtail.blocks.URLBlock",
                                        (),
                                        {"label": "Address of the video", "validators": [home.blocks.video_host]},
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 80}),
                                    12: ("wagtail.images.blocks.ImageBlock", [], {"label": "Still picture"}),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("url", 10), ("title", 11), ("poster", 12)]],
                                        {},
                                    ),
                                    14: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                                    15: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "Title", "max_length": 80, "required": False},
                                    ),
                                    16: ("wagtail.blocks.StructBlock", [[("document", 14), ("title", 15)]], {}),
                                    17: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [("note", "Good to know"), ("warn", "Please mind")],
                                            "label": "Tone",
                                        },
                                    ),
                                    18: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["bold", "link"], "label": "Text"},
                                    ),
                                    19: ("wagtail.blocks.StructBlock", [[("tone", 17), ("text", 18)]], {}),
                                },
                                verbose_name="content",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "page",
                        "verbose_name_plural": "pages",
                    },
                    bases=(home.models.articles.PreviewSizes, "wagtailcore.page"),
                ),
                migrations.CreateModel(
                    name="RelatedNews",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="related_news",
                                to="home.newspage",
                            ),
                        ),
                        (
                            "news",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="home.newspage",
                                verbose_name="news item",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
            ]
        ),
    ]
