"""Our tables come after the frameworks'.

Django re-renders every model related to a changed one at each step of a migration plan. With our
hundred models in place before Wagtail's two hundred steps, an empty database took a minute to
migrate; behind them it takes seconds. So each first migration of ours, except the accounts that
the frameworks point to, depends on the last step of each framework.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState

AFTER_FRAMEWORKS = [
    ("account", "0009_emailaddress_unique_primary_email"),
    ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ("usersessions", "0001_initial"),
    ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ("wagtailadmin", "0006_formstate"),
    ("wagtailcore", "0098_apitoken"),
    ("wagtaildocs", "0014_alter_document_file_size"),
    ("wagtailembeds", "0009_embed_cache_until"),
    ("wagtailimages", "0027_image_description"),
    ("wagtailredirects", "0008_add_verbose_name_plural"),
    ("wagtailsearch", "0010_add_text_fields"),
    ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
]
# For the rooms above the people.
AFTER_PEOPLE = [*AFTER_FRAMEWORKS, ("owners", "0002_registry")]


class AllAtOnce(Operation):
    """Many tables of one app as one step: states first, then the tables.

    Django renders the models anew after each `CreateModel`, each time with all that point to the accounts. A
    first migration has nothing to look back at: it needs them once, when all are known. `operations` are
    `CreateModel`s, in the order of their relations.
    """

    category = OperationCategory.ADDITION
    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.operations)} tables"
