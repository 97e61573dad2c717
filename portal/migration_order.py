"""Our tables come after the frameworks'.

Django re-renders every model related to a changed one at each step of a migration plan. With our
hundred models in place before Wagtail's two hundred steps, an empty database took a minute to
migrate; behind them it takes seconds. So each first migration of ours, except the accounts that
the frameworks point to, depends on the last step of each framework.
"""

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
