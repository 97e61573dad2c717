import django.db.models.deletion
import owners.models.accounts
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AFTER_PEOPLE


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("owners", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgeArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=owners.models.accounts.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("guide", "Owners' guide"),
                            ("home", "Your home: materials, warranty, upkeep"),
                            ("fees", "Fees"),
                            ("law", "Law and contract"),
                        ],
                        default="guide",
                        max_length=10,
                        verbose_name="subject",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="question")),
                (
                    "title_zh_hant",
                    models.CharField(blank=True, max_length=100, verbose_name="question (Traditional Chinese)"),
                ),
                ("title_en", models.CharField(blank=True, max_length=160, verbose_name="question (English)")),
                ("html", models.TextField(verbose_name="answer")),
                ("html_zh_hant", models.TextField(blank=True, verbose_name="answer (Traditional Chinese)")),
                ("html_en", models.TextField(blank=True, verbose_name="answer (English)")),
                (
                    "keywords",
                    models.CharField(
                        blank=True,
                        help_text="Other words that people use for it, separated by blanks.",
                        max_length=200,
                        verbose_name="keywords",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for all estates.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="owners.estate",
                        verbose_name="estate",
                    ),
                ),
                ("audience", models.CharField(default="public", max_length=60)),
                ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("changed_at", models.DateTimeField(default=portal.worktime.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "knowledge article",
                "verbose_name_plural": "knowledge articles",
                "ordering": ["sort", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreparedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("html", models.TextField(verbose_name="text")),
                ("for_forum", models.BooleanField(default=True, verbose_name="for the forum")),
                ("for_cases", models.BooleanField(default=True, verbose_name="for cases")),
                (
                    "estate",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for all estates.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="owners.estate",
                        verbose_name="estate",
                    ),
                ),
                ("audience", models.CharField(default="staff", max_length=60)),
                ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "prepared answer",
                "verbose_name_plural": "prepared answers",
                "ordering": ["sort", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("for_forum", True), ("for_cases", True), _connector="OR"),
                        name="prepared_answer_is_for_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreparedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="answers.preparedanswer",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("html", models.TextField()),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(default=portal.worktime.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for review"),
                            ("approved", "Approved"),
                            ("refused", "Given back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["written_at"], name="prepared_version_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "number"), name="prepared_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="prepared_version_refused_with_a_note",
                    ),
                ],
            },
        ),
    ]
