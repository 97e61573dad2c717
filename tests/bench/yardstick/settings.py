"""A site with django-machina on it and nothing else, to measure Linli's forum against. Started by `bench_forum.py`.

It gets what helps it: Redis for sessions and permissions, kept templates, debugging off, no signature or avatar
pictures, the same page size. It stands in an environment of its own (`requirements/yardstick.txt`): its Django is
older.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from machina import MACHINA_MAIN_STATIC_DIR, MACHINA_MAIN_TEMPLATE_DIR

_database = urlsplit(os.environ["YARDSTICK_DATABASE"])

SECRET_KEY = "a yardstick keeps no secrets"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "served"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": _database.path[1:], "USER": _database.username or "",
        "PASSWORD": _database.password or "", "HOST": _database.hostname, "PORT": _database.port or 5432,
        "CONN_MAX_AGE": 600,
    }
}  # fmt: skip
_redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["YARDSTICK_REDIS"]}
CACHES = {
    "default": _redis,
    "machina_attachments": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "/tmp"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "mptt", "haystack", "widget_tweaks",
    "machina", "machina.apps.forum", "machina.apps.forum_conversation",
    "machina.apps.forum_conversation.forum_attachments", "machina.apps.forum_conversation.forum_polls",
    "machina.apps.forum_feeds", "machina.apps.forum_moderation", "machina.apps.forum_search",
    "machina.apps.forum_tracking", "machina.apps.forum_member", "machina.apps.forum_permission",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "machina.apps.forum_permission.middleware.ForumPermissionMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [MACHINA_MAIN_TEMPLATE_DIR],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages", "machina.core.context_processors.metadata",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", [
                    "django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader",
                ])
            ],
        },
    }
]  # fmt: skip
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = str(Path(os.environ["YARDSTICK_FOLDER"]) / "yardstick-static")
STATICFILES_DIRS = [MACHINA_MAIN_STATIC_DIR]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE = 20
MACHINA_FORUM_TOPICS_NUMBER_PER_PAGE = 20
MACHINA_DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS = [
    "can_see_forum", "can_read_forum", "can_start_new_topics", "can_reply_to_topics", "can_post_without_approval",
]  # fmt: skip
