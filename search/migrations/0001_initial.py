import django.db.models.deletion
import portal.worktime.clock
from django.conf import settings
from django.db import migrations, models


from portal.migration_order import AFTER_PEOPLE
from search import index


def install_index(apps, schema_editor):
    index.install(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        *AFTER_PEOPLE,
        ("owners", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchSynonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="Separated by blanks. Any of them finds the others.",
                        max_length=200,
                        unique=True,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "search synonyms",
                "verbose_name_plural": "search synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("ref", models.CharField(max_length=60)),
                ("audience", models.CharField(max_length=60)),
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
                ("language", models.CharField(blank=True, max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("url", models.CharField(max_length=400)),
                ("at", models.DateTimeField(default=portal.worktime.clock.now)),
                ("folded", models.TextField(blank=True)),
                ("grams", models.TextField(blank=True)),
                ("place", models.CharField(blank=True, max_length=40)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("official", models.BooleanField(default=False)),
                ("is_reply", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="search_newest"),
                    models.Index(
                        condition=models.Q(("place", ""), _negated=True),
                        fields=["place", "-at", "-id"],
                        name="search_newest_in_place",
                    ),
                    models.Index(
                        condition=models.Q(("author__isnull", False)),
                        fields=["author", "-at", "-id"],
                        name="search_newest_by_author",
                    ),
                    models.Index(
                        condition=models.Q(("official", True)), fields=["-at", "-id"], name="search_newest_official"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(install_index, migrations.RunPython.noop),
    ]
