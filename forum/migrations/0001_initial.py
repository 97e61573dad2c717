import django.db.models.deletion
import django.db.models.functions.comparison
import owners.models.accounts
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AllAtOnce, AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("answers", "0001_initial"),
        ("owners", "__first__"),
    ]

    operations = [
        AllAtOnce(
            [
                migrations.CreateModel(
                    name="WatchedWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=40, unique=True, verbose_name="word")),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("complaint", "publish, and ask the company for its word"),
                                    ("approval", "publish; the company's answer about it needs approval"),
                                    ("watch", "publish, and have it looked at"),
                                    ("hold", "hold for review"),
                                    ("block", "refuse"),
                                ],
                                default="hold",
                                max_length=10,
                                verbose_name="what happens",
                            ),
                        ),
                        (
                            "spellings",
                            models.CharField(
                                blank=True,
                                help_text="Other ways to write it, e.g. wy for 物业, with commas between. Blanks, signs, Traditional characters and common homophones are seen through without that.",
                                max_length=200,
                                verbose_name="also written",
                            ),
                        ),
                        (
                            "harmless",
                            models.CharField(
                                blank=True,
                                help_text="Phrases in which it means something else, e.g. 消毒品 for 毒品, with commas between.",
                                max_length=200,
                                verbose_name="harmless within",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, help_text="Why it is on the list.", max_length=120, verbose_name="note"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "watched word",
                        "verbose_name_plural": "watched words",
                        "ordering": ["word"],
                    },
                ),
                migrations.CreateModel(
                    name="Board",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="address")),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "name_zh_hant",
                            models.CharField(blank=True, max_length=40, verbose_name="name (Traditional Chinese)"),
                        ),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="name (English)")),
                        ("description", models.CharField(blank=True, max_length=120, verbose_name="description")),
                        (
                            "description_zh_hant",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="description (Traditional Chinese)"
                            ),
                        ),
                        (
                            "description_en",
                            models.CharField(blank=True, max_length=200, verbose_name="description (English)"),
                        ),
                        ("audience", models.CharField(default="public", max_length=60, verbose_name="who reads")),
                        (
                            "start_audience",
                            models.CharField(
                                default="signed-in",
                                help_text="Everybody who reads may reply.",
                                max_length=60,
                                verbose_name="who may start topics",
                            ),
                        ),
                        (
                            "answer_expected",
                            models.BooleanField(
                                default=True,
                                help_text="Each new topic enters the spokesperson's queue with a clock.",
                                verbose_name="the company answers here",
                            ),
                        ),
                        (
                            "answer_hours",
                            models.PositiveSmallIntegerField(
                                default=8,
                                help_text="Working time by the business calendar.",
                                verbose_name="answer within (working hours)",
                            ),
                        ),
                        (
                            "answer_approval",
                            models.BooleanField(
                                default=False,
                                help_text="A case manager releases what the spokesperson has drafted.",
                                verbose_name="official answers need approval",
                            ),
                        ),
                        (
                            "me_too_calls",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="So many homes that say “me too” put a topic into the spokesperson's queue; 0 for never.",
                                verbose_name="homes that call the company",
                            ),
                        ),
                        (
                            "heat_calls",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="Replies, and each “me too” twice; 0 for never.",
                                verbose_name="heat that calls the company",
                            ),
                        ),
                        (
                            "rules",
                            models.TextField(
                                blank=True,
                                help_text="Shown before somebody's first post here; a change asks everybody once more.",
                                max_length=2000,
                                verbose_name="rules",
                            ),
                        ),
                        (
                            "rules_zh_hant",
                            models.TextField(blank=True, max_length=2000, verbose_name="rules (Traditional Chinese)"),
                        ),
                        ("rules_en", models.TextField(blank=True, max_length=3000, verbose_name="rules (English)")),
                        ("rules_version", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                    ],
                    options={
                        "verbose_name": "board",
                        "verbose_name_plural": "boards",
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="owners.estate",
                                verbose_name="estate",
                            ),
                        ),
                        ("company", models.CharField(max_length=40, verbose_name="company's name")),
                        ("post_title", models.CharField(max_length=40, verbose_name="spokesperson's post")),
                    ],
                    options={
                        "verbose_name": "official seal",
                        "verbose_name_plural": "official seals",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Coalesce("estate", models.Value(0)),
                                name="seal_once_per_estate",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ]
                            ),
                        ),
                        ("starts", models.TimeField()),
                        ("ends", models.TimeField()),
                    ],
                    options={
                        "ordering": ["weekday", "starts", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends__gt", models.F("starts"))), name="shift_ends_after_start"
                            ),
                            models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="shift_on_a_weekday"),
                            models.UniqueConstraint(
                                models.F("user"),
                                django.db.models.functions.comparison.Coalesce("estate", models.Value(0)),
                                models.F("weekday"),
                                models.F("starts"),
                                name="shift_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sighting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="owners.estate"
                            ),
                        ),
                        (
                            "seen_in",
                            models.CharField(
                                choices=[
                                    ("chat", "Chat group"),
                                    ("forum", "Another forum"),
                                    ("video", "Short videos"),
                                    ("media", "Press or broadcast"),
                                    ("authority", "An authority or a court"),
                                    ("other", "Somewhere else"),
                                ],
                                max_length=10,
                                verbose_name="seen in",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="which one")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        ("note", models.TextField(max_length=1000, verbose_name="what is said")),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("noted_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["estate", "-id"], name="sightings_of_estate")],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                        (
                            "substitute",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))), name="absence_ends_after_start"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("substitute__isnull", True),
                                    models.Q(("substitute", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="absence_substitute_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "blocked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "blocked"), name="block_once"),
                            models.CheckConstraint(
                                condition=models.Q(("user", models.F("blocked")), _negated=True),
                                name="block_others_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.SlugField(db_index=False, max_length=60)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("html", models.TextField(blank=True)),
                        ("upload_ids", models.JSONField(default=list)),
                        ("seq", models.PositiveIntegerField()),
                        ("tab", models.SlugField(blank=True, db_index=False, max_length=36)),
                        ("send_key", models.CharField(blank=True, max_length=32)),
                        ("saved_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["saved_at"], name="draft_saved_at")],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "key"), name="draft_once_per_place"),
                            models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="draft_numbers_from_one"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RulesAcceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forum.board"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "board"), name="rules_accepted_once_per_board")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="topics", to="forum.board"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        ("audience", models.CharField(max_length=60)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("excerpt", models.CharField(blank=True, max_length=120)),
                        ("started_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("last_post_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("last_post_number", models.PositiveIntegerField(default=0)),
                        (
                            "last_author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reply_count", models.PositiveIntegerField(default=0)),
                        ("helpful_count", models.PositiveIntegerField(default=0)),
                        ("me_too_count", models.PositiveIntegerField(default=0)),
                        ("changes", models.PositiveIntegerField(default=0)),
                        ("has_poll", models.BooleanField(default=False)),
                        ("has_moves", models.BooleanField(default=False)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="forum.topic",
                            ),
                        ),
                        ("awaits_answer", models.BooleanField(default=False)),
                        ("first_answer_at", models.DateTimeField(blank=True, null=True)),
                        ("last_answer_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("visible", "visible"),
                                    ("held", "waiting for review"),
                                    ("hidden", "hidden"),
                                    ("taken_back", "taken back by the author"),
                                    ("merged", "merged"),
                                ],
                                default="visible",
                                max_length=10,
                            ),
                        ),
                        ("hidden_reason", models.CharField(blank=True, max_length=200)),
                        ("is_pinned", models.BooleanField(default=False)),
                        ("is_locked", models.BooleanField(default=False)),
                        ("locked_reason", models.CharField(blank=True, max_length=200)),
                        ("slow_minutes", models.PositiveSmallIntegerField(default=0)),
                        ("slow_until", models.DateTimeField(blank=True, null=True)),
                        ("case_number", models.CharField(blank=True, max_length=20)),
                        (
                            "progress_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "Received"),
                                    ("in_progress", "In progress"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                    ("followed_up", "Followed up"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("progress_who", models.CharField(blank=True, max_length=60)),
                        ("progress_promise_at", models.DateTimeField(blank=True, null=True)),
                        ("end_confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["-last_post_at", "-id"],
                                name="topic_latest",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["board", "-last_post_at", "-id"],
                                name="topic_latest_of_board",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["estate", "-last_post_at", "-id"],
                                name="topic_latest_of_estate",
                            ),
                            models.Index(
                                condition=models.Q(("awaits_answer", True), ("visibility", "visible")),
                                fields=["-last_post_at", "-id"],
                                name="topic_unanswered",
                            ),
                            models.Index(
                                condition=models.Q(("last_answer_at__isnull", False), ("visibility", "visible")),
                                fields=["-last_answer_at", "-id"],
                                name="topic_answered",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["board", "-id"],
                                name="topic_new_of_board",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["estate", "-id"],
                                name="topic_new_of_estate",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["-reply_count", "-id"],
                                name="topic_discussed",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["board", "-reply_count", "-id"],
                                name="topic_discussed_of_board",
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "visible")),
                                fields=["estate", "-reply_count", "-id"],
                                name="topic_discussed_of_estate",
                            ),
                            models.Index(
                                condition=models.Q(("is_pinned", True)), fields=["board"], name="topic_pinned"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="topic_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("visibility", "hidden"), _negated=True),
                                    models.Q(("hidden_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_hidden_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("visibility", "merged")),
                                    models.Q(
                                        models.Q(("visibility", "merged"), _negated=True), ("merged_into__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="topic_merged_into_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_answer_at__isnull", True),
                                    ("last_answer_at__gte", models.F("first_answer_at")),
                                    _connector="OR",
                                ),
                                name="topic_answers_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forum.board"
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "board"), name="all_read_once_per_board")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Poll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="poll", to="forum.topic"
                            ),
                        ),
                        ("question", models.CharField(max_length=80)),
                        ("several", models.BooleanField(default=False)),
                        ("per_home", models.BooleanField(default=False)),
                        ("ends_at", models.DateTimeField()),
                        ("ballot_count", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="forum.topic"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("html", models.TextField()),
                        ("text", models.TextField()),
                        ("written_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        ("is_official", models.BooleanField(default=False)),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("visible", "visible"),
                                    ("held", "waiting for review"),
                                    ("hidden", "hidden"),
                                    ("taken_back", "taken back by the author"),
                                    ("merged", "merged"),
                                ],
                                default="visible",
                                max_length=10,
                            ),
                        ),
                        ("hidden_reason", models.CharField(blank=True, max_length=200)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        ("reaction_count", models.PositiveIntegerField(default=0)),
                        ("changed", models.PositiveIntegerField(default=0)),
                        ("send_key", models.CharField(blank=True, max_length=32, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("visibility", "held")), fields=["written_at"], name="post_held"
                            ),
                            models.Index(
                                condition=models.Q(("visibility", "taken_back")),
                                fields=["taken_back_at"],
                                name="post_taken_back",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("topic", "number"), name="post_number_once_per_topic"),
                            models.UniqueConstraint(fields=("author", "send_key"), name="post_sent_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="post_numbers_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("visibility", "hidden"), _negated=True),
                                    models.Q(("hidden_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="post_hidden_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to="forum.topic",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("follow", "following"), ("mute", "muted")], default="follow", max_length=10
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("level", "follow")),
                                fields=["topic", "user"],
                                name="subscription_followers",
                            )
                        ],
                        "constraints": [models.UniqueConstraint(fields=("user", "topic"), name="subscription_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ReadMark",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "user_id", "topic_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forum.topic"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("read_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="ProgressStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="progress_steps",
                                to="forum.topic",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("in_progress", "In progress"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                    ("followed_up", "Followed up"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("topic", "state"), name="topic_progress_step_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verdict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="forum.topic"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled", models.BooleanField()),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled", True), models.Q(("said", ""), _negated=True), _connector="OR"
                                ),
                                name="verdict_disputed_with_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Watch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="watch", to="forum.topic"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("claimed", "Taken"),
                                    ("drafted", "Drafted"),
                                    ("approval", "Waiting for approval"),
                                    ("answered", "Answered"),
                                    ("dismissed", "Needs no answer"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("due_at", models.DateTimeField()),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("draft_html", models.TextField(blank=True)),
                        (
                            "draft_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("draft_saved_at", models.DateTimeField(blank=True, null=True)),
                        ("draft_promised_for", models.DateField(blank=True, null=True)),
                        ("returned_note", models.CharField(blank=True, max_length=200)),
                        ("dismissed_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["waiting", "claimed", "drafted", "approval"])),
                                fields=["estate", "due_at"],
                                name="watch_open",
                            ),
                            models.Index(fields=["estate", "-closed_at"], name="watch_closed"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dismissed"), _negated=True),
                                    models.Q(("dismissed_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="watch_dismissed_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", False),
                                    models.Q(("state__in", ["answered", "dismissed"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="watch_closed_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficialAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="official", to="forum.post"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="official_answers",
                                to="forum.topic",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        ("company", models.CharField(max_length=40)),
                        ("who", models.CharField(max_length=60)),
                        ("post_title", models.CharField(max_length=40)),
                        (
                            "spokesperson",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("took", models.DurationField()),
                        ("in_time", models.BooleanField()),
                        ("is_first", models.BooleanField(default=False)),
                        ("promised_for", models.DateTimeField(blank=True, null=True)),
                        ("promise_kept_at", models.DateTimeField(blank=True, null=True)),
                        ("corrected_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "prepared",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="answers.preparedversion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "official answer",
                        "verbose_name_plural": "official answers",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_first", True)),
                                fields=["estate", "answered_at"],
                                name="first_answers_of_estate",
                            ),
                            models.Index(fields=["topic", "id"], name="answers_of_topic"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_first", True)),
                                fields=("topic",),
                                name="first_answer_once_per_topic",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PollOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="options", to="forum.poll"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(max_length=60)),
                        ("count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "position"), name="poll_option_once_per_place")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moderation_records",
                                to="forum.topic",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moderation_records",
                                to="forum.post",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="forum.topic",
                            ),
                        ),
                        ("posts", models.PositiveIntegerField(default=0)),
                        ("minutes", models.PositiveSmallIntegerField(default=0)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("audience", models.CharField(max_length=60)),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("hide_post", "Post hidden"),
                                    ("show_post", "Post shown again"),
                                    ("hide_topic", "Topic hidden"),
                                    ("show_topic", "Topic shown again"),
                                    ("lock", "Topic locked"),
                                    ("unlock", "Topic unlocked"),
                                    ("slow", "Slow mode begun"),
                                    ("unslow", "Slow mode ended"),
                                    ("pin", "Topic pinned"),
                                    ("unpin", "Topic unpinned"),
                                    ("move", "Topic moved"),
                                    ("merge", "Topic merged into another"),
                                    ("split", "Posts split off into a topic"),
                                    ("warn", "Author warned"),
                                    ("time_out", "Author may not write for some days"),
                                    ("ban", "Author may not write for a long time"),
                                    ("uphold", "Appeal decided by a second person: it stands"),
                                    ("lift", "Appeal decided by a second person: lifted"),
                                    ("confirm_hide", "Removal confirmed by a second person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["audience", "-at", "-id"], name="moderation_record_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="forum.post"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("company", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("post", "user"), name="mention_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("company", True)),
                                fields=("post",),
                                name="mention_of_the_company_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("company", True), ("user__isnull", True)),
                                    models.Q(("company", False), ("user__isnull", False)),
                                    _connector="OR",
                                ),
                                name="mention_of_one_or_of_the_company",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="forum.post"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("privacy", "Shows somebody's private data"),
                                    ("insult", "Insults or threatens"),
                                    ("advertising", "Advertising or spam"),
                                    ("untrue", "Untrue"),
                                    ("illegal", "Against the law"),
                                    ("other", "Something else"),
                                    ("word", "Watched word"),
                                    ("link", "Link by a new member"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("upheld", "upheld"), ("rejected", "rejected")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("state", "open")), fields=["created_at"], name="flag_open")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("post", "user"), name="flag_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("user", None)), fields=("post",), name="flag_once_by_the_house"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bookmark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forum.post"
                            ),
                        ),
                        ("saved_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "-saved_at", "-id"], name="bookmarks_of_user")],
                        "constraints": [models.UniqueConstraint(fields=("user", "post"), name="bookmark_once")],
                    },
                ),
                migrations.CreateModel(
                    name="PostRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="forum.post"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=80)),
                        ("html", models.TextField()),
                        (
                            "edited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("edited_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "ordering": ["-edited_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reactions", to="forum.post"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("helpful", "helpful"), ("me_too", "me too")], max_length=10),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.unit",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("post", "user"), name="reaction_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FormerPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_places",
                                to="forum.topic",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_places",
                                to="forum.post",
                            ),
                        ),
                        ("changed", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("topic", "number"), name="former_place_once")],
                    },
                ),
                migrations.CreateModel(
                    name="WatchCause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "watch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="causes", to="forum.watch"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("expected", "New topic where the company answers"),
                                    ("complaint", "Words of a complaint"),
                                    ("mentioned", "Calls the company by @"),
                                    ("me_toos", "Many homes say “me too”"),
                                    ("heat", "Much is written here"),
                                    ("promised", "Promised to report by then"),
                                    ("asked_again", "The author asks again"),
                                    ("tapped", "A moderator asks for an answer"),
                                    ("put_here", "Put here by staff"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("watch", "reason"), name="watch_cause_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrections",
                                to="forum.officialanswer",
                            ),
                        ),
                        ("html", models.TextField()),
                        ("who", models.CharField(max_length=60)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="forum.poll"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="owners.unit",
                            ),
                        ),
                        ("voted_at", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("options", models.ManyToManyField(related_name="ballots", to="forum.polloption")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("poll", "user"), name="ballot_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False)),
                                fields=("poll", "unit"),
                                name="ballot_once_per_home",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sanction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sanction",
                                to="forum.moderationrecord",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sanctions", to="forum.post"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="owners.estate",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("warning", "Warning"), ("time_out", "Time-out"), ("ban", "Ban")],
                                max_length=10,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField(default=portal.worktime.clock.now)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("appeal", models.CharField(blank=True, max_length=500)),
                        ("appealed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appeal_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "—"),
                                    ("waiting", "Waits for a second person"),
                                    ("upheld", "The decision stands"),
                                    ("lifted", "Lifted"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decision", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["user", "until"], name="sanction_running"),
                            models.Index(
                                condition=models.Q(("appeal_state", "waiting")),
                                fields=["appealed_at", "id"],
                                name="appeal_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "warning"), ("until__isnull", True)),
                                    models.Q(
                                        models.Q(("kind", "warning"), _negated=True), ("until__gt", models.F("since"))
                                    ),
                                    _connector="OR",
                                ),
                                name="sanction_ends_by_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("by__isnull", True),
                                    models.Q(("decided_by", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="appeal_decided_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Removal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="removal",
                                to="forum.moderationrecord",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="removals", to="forum.topic"
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="removals",
                                to="forum.post",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("private", "Shows somebody's private data"),
                                    ("insult", "Insults or threatens"),
                                    ("advertising", "Advertising or spam"),
                                    ("illegal", "Against the law"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("confirmed", "Confirmed by a second person"),
                                    ("undone", "Undone"),
                                    ("lapsed", "Not confirmed in time; undone by itself"),
                                    ("gone", "Deleted by the author"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("objection", models.CharField(blank=True, max_length=500)),
                        ("objected_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at", "id"],
                                name="removal_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("state", "waiting"), _negated=True),
                                fields=["-decided_at", "-id"],
                                name="removal_decided",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("topic", "post"),
                                name="removal_once_of_post",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("post", None), ("state", "waiting")),
                                fields=("topic",),
                                name="removal_once_of_topic",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", models.F("by")), ("state", "confirmed"), _negated=True
                                ),
                                name="removal_confirmed_by_another",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
