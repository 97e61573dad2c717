"""Settings that every kind of start shares. dev, demo, test and production build on them."""

from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from portal import env

ROOT = env.ROOT
VAR = env.var_folder()
DEMO = False
DEBUG = False

SECRET_KEY = env.text("LINLI_SECRET_KEY")
# Seals identity numbers in the registry. Without one of its own it is derived from SECRET_KEY, which
# must then never change.
DATA_KEY = env.text("LINLI_DATA_KEY")
DATA_KEYS_OLD = env.words("LINLI_DATA_KEYS_OLD")
# How long the registry keeps names and numbers of people who have left.
REGISTRY_YEARS = env.number("LINLI_REGISTRY_YEARS", 5)
CANONICAL_URL = env.text("LINLI_CANONICAL_URL").rstrip("/")
ALLOWED_HOSTS: list[str] = env.words("LINLI_ALLOWED_HOSTS")

INSTALLED_APPS = [
    # roof and ground
    "portal",
    "portal.outbox",
    "portal.realtime",
    "portal.audit",
    "portal.uploads",
    "portal.worktime",
    "portal.numbers",
    "portal.mailwire",
    "portal.jobs",
    # people, services, pillars, company, faces
    "owners",
    "notify",
    "search",
    "answers",
    "forum",
    "club",
    "mailbox",
    "crm",
    "desk",
    "home",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    # content management
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    # frameworks
    "channels",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.pagestore.PageStoreMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "owners.middleware.ViewerMiddleware",
    "home.middleware.CmsDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("portal.template_loader.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "owners.context.viewer",
                "home.context.frame",
                "notify.context.bell",
            ],
            "builtins": ["portal.templatetags.ui", "owners.templatetags.personal_data"],
        },
    }
]

# ── data ────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.database(VAR / "linli.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")

# Pub/sub names are global to a Redis server: installations that share one differ here.
REALTIME_CHANNEL = env.text("LINLI_REALTIME_CHANNEL", "linli:realtime")

CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": _redis, "fragments": {**_redis, "KEY_PREFIX": "fragments"}}
else:
    # Apart from each other: what counts attempts must not be pushed out by pieces of pages.
    _memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {
        "default": _memory,
        "fragments": {**_memory, "LOCATION": "fragments", "OPTIONS": {"MAX_ENTRIES": 5000}},
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "slow"]}}

# ── files ───────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people upload. Never reachable by address: portal.uploads serves it after asking.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "private"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ── language and time ───────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "linli_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# Local working hours of a working day, `09:00-12:00,13:30-18:00`: clocks count these only.
# More than these in one day is told to the privacy officer, whoever it is: people in the busiest hour, people in
# the day, people outside working hours, reveals, colleagues who look at one person, reveals of the own name.
PRIVACY_CEILINGS = {
    "hour": 60, "day": 200, "outside": 30, "reveals": 15, "crowd": 8, "own_name": 3,
    **{name: int(most) for name, _is, most in (word.partition("=") for word in env.words("LINLI_PRIVACY_CEILINGS"))},
}  # fmt: skip
WORK_HOURS = env.text("LINLI_WORK_HOURS", "09:00-18:00")

# ── accounts ────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "owners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "owners.allauth_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "owners.forms.accounts.LoginForm",
    "signup": "owners.forms.accounts.SignupForm",
    "add_email": "owners.forms.accounts.AddEmailForm",
    "set_password": "owners.forms.accounts.SetPasswordForm",
    "change_password": "owners.forms.accounts.ChangePasswordForm",
    "reset_password_from_key": "owners.forms.accounts.ResetPasswordKeyForm",
    "confirm_login_code": "owners.forms.codes.ConfirmLoginCodeForm",
    "verify_phone": "owners.forms.codes.VerifyPhoneForm",
    "confirm_email_verification_code": "owners.forms.codes.ConfirmEmailVerificationCodeForm",
}
ACCOUNT_USER_DISPLAY = "owners.allauth_adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
# The forms decide what is asked: a phone, and an e-mail if somebody wants one. allauth asks for
# "email*" where addresses are verified by code; "phone*" would lock accounts without a phone out.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# Codes: six digits, ten minutes, three tries, two more on request.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {
    # Text messages: per number, so that nobody is pestered. What they cost in a day: SMS_… below.
    "sms": "5/10m/key",
    # allauth's own limit on them would answer a second try within 30 seconds with an error page.
    "verify_phone": None,
    "change_phone": "5/10m/user",
    "request_login_code": "60/10m/ip,5/10m/key",
    "confirm_email": "5/10m/key",
}
MFA_FORMS = {
    "authenticate": "owners.forms.codes.AuthenticateForm",
    "reauthenticate": "owners.forms.codes.ReauthenticateForm",
    "activate_totp": "owners.forms.codes.ActivateTOTPForm",
    "add_webauthn": "owners.forms.codes.AddWebAuthnForm",
}
MFA_ADAPTER = "owners.allauth_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1
# Proxies in front that add to X-Forwarded-For; rate limits and sign-in lists need the real address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("LINLI_TRUSTED_PROXIES", 0)
# Signed-in staff work a day, not a fortnight, before they sign in again.
STAFF_SESSION_SECONDS = 12 * 60 * 60
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# ── security ────────────────────────────────────────────────────────────────────────────────
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    # The nonce is for the sheet that Trix installs for its own elements; only pages that write one send it.
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# ── wagtail ─────────────────────────────────────────────────────────────────────────────────
WAGTAIL_SITE_NAME = _("Linli")
WAGTAILADMIN_BASE_URL = CANONICAL_URL or "http://localhost:8000"
WAGTAIL_I18N_ENABLED = True
# Addresses that can be read aloud; a page with a Chinese title gets one from its date.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.forms.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "home.translators.OpenCCTranslator"}

# ── mail and text messages ──────────────────────────────────────────────────────────────────
# The address that mail comes from when no mailbox is concerned.
DEFAULT_FROM_EMAIL = env.text("LINLI_FROM_EMAIL", "linli@localhost.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "portal.mailwire.backends.DemoInboxBackend"}}
if server := env.mail_server():
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server.options()}}
SMS_GATEWAY = env.text("LINLI_SMS_GATEWAY", "owners.sms.DemoInboxGateway")
SMS_GATEWAY_URL = env.text("LINLI_SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = env.text("LINLI_SMS_GATEWAY_TOKEN")
# Signs our requests to the gateway and proves its status reports to us.
SMS_GATEWAY_SECRET = env.text("LINLI_SMS_GATEWAY_SECRET")
# 【…】 in front of each text, as registered with the carrier; per estate by slug.
SMS_SIGNATURE = env.text("LINLI_SMS_SIGNATURE")
SMS_SIGNATURES = env.pairs("LINLI_SMS_SIGNATURES")
SMS_TEMPLATES = env.pairs("LINLI_SMS_TEMPLATES")
# Per day: for the whole installation, and codes asked for by a number, a browser, a network.
SMS_DAILY_CEILING = env.number("LINLI_SMS_DAILY_CEILING", 20_000)
SMS_PER_NUMBER = env.number("LINLI_SMS_PER_NUMBER", 15)
SMS_PER_DEVICE = env.number("LINLI_SMS_PER_DEVICE", 30)
SMS_PER_ADDRESS = env.number("LINLI_SMS_PER_ADDRESS", 500)

# ── WeChat and web push ─────────────────────────────────────────────────────────────────────
# Signing in by WeChat is offered once its app is set; messages go out under the service account.
WECHAT_APP_ID = env.text("LINLI_WECHAT_APP_ID")
WECHAT_APP_SECRET = env.text("LINLI_WECHAT_APP_SECRET")
WECHAT_SIGN_IN = env.text("LINLI_WECHAT_SIGN_IN", "qr")
# Within WeChat people sign in at the service account itself.
_same = WECHAT_SIGN_IN == "inside"
WECHAT_SERVICE_APP_ID = env.text("LINLI_WECHAT_SERVICE_APP_ID", WECHAT_APP_ID if _same else "")
WECHAT_SERVICE_APP_SECRET = env.text("LINLI_WECHAT_SERVICE_APP_SECRET", WECHAT_APP_SECRET if _same else "")
WECHAT_SERVICE_TOKEN = env.text("LINLI_WECHAT_SERVICE_TOKEN")
WECHAT_API_URL = env.text("LINLI_WECHAT_API_URL", "https://api.weixin.qq.com").rstrip("/")
WECHAT_MESSAGES = env.text("LINLI_WECHAT_MESSAGES", "template")
WECHAT_TEMPLATE_ID = env.text("LINLI_WECHAT_TEMPLATE_ID")
WECHAT_TEMPLATE_FIELDS = env.pairs("LINLI_WECHAT_TEMPLATE_FIELDS", "thing1=title,time2=time")
WECHAT_GATEWAY = "official"
SOCIALACCOUNT_ADAPTER = "owners.weixin.adapter.WeixinAccountAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "owners.weixin.forms.DisconnectForm"}
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if WECHAT_APP_ID:
    INSTALLED_APPS.append("owners.weixin")
    # Browsers hold a form to this list on each redirect that follows it.
    SECURE_CSP["form-action"] = [CSP.SELF, "https://open.weixin.qq.com"]
    SOCIALACCOUNT_PROVIDERS["weixin"] = {"APP": {"client_id": WECHAT_APP_ID, "secret": WECHAT_APP_SECRET}}
# Whom a browser may name as its push service; anything else is not called.
PUSH_SERVICES = env.words("LINLI_PUSH_SERVICES") or [
    "fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com",
]  # fmt: skip
PUSH_GATEWAY = "web"
# 32 random bytes, base64url; without them the key is derived from the secret key.
VAPID_KEY = env.text("LINLI_VAPID_KEY")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Three lines for each of a million small tasks tell nobody anything.
    "loggers": {name: {"level": "WARNING"} for name in ("django.tasks", "django_tasks", "django_tasks_db")},
    "root": {"handlers": ["console"], "level": env.text("LINLI_LOG_LEVEL", "INFO")},
}
