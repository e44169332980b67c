"""Django's settings, made from the newsroom's own: nobody edits this file to run a paper.

The folder comes from ``BROADSHEET_DIR``; the values from :mod:`broadsheet.settings.table`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from csp.constants import NONE, SELF, UNSAFE_INLINE

from broadsheet.settings.keys import key_for
from broadsheet.settings.links import database_from, mail_from, storage_from, store_from
from broadsheet.settings.logs import logging_for
from broadsheet.settings.table import load

NEWSROOM = load(Path(os.environ.get("BROADSHEET_DIR", ".")).resolve())
DATA = NEWSROOM.data

DEBUG = False
SECRET_KEY = NEWSROOM["secret_key"] or key_for(DATA / "keys", "secret")
COMMENTS_EMAIL_KEY = (NEWSROOM["comments.address_key"] or key_for(DATA / "keys", "comment-addresses")).encode()

PURGE_URLS: tuple[str, ...] = tuple(NEWSROOM["server.purge_url"].split())
SITE_NAME: str = NEWSROOM["site.name"]
SITE_URL: str = NEWSROOM["site.url"]
SITE_CONTACT: str = NEWSROOM["site.contact"]
SITE_EDITOR: str = NEWSROOM["site.editor"]
SITE_LANGUAGE: str = NEWSROOM["site.language"]
SITE_COUNTRY: str = NEWSROOM["site.country"]
PICTURES_NO_ARCHIVE_DAYS: int = NEWSROOM["pictures.no_archive_days"]
PICTURES_CERTIFICATE = NEWSROOM.file("pictures.certificate_file")
PICTURES_PRIVATE_KEY = NEWSROOM.file("pictures.private_key_file")
PICTURES_TRUST_ANCHORS = NEWSROOM.file("pictures.trust_anchors_file")
SECURE = SITE_URL.startswith("https://")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [NEWSROOM.host, *NEWSROOM["site.hosts"], *LOOPBACK]

INSTALLED_APPS = [
    "broadsheet.press",
    "broadsheet.reader",
    "broadsheet.desk",
    "broadsheet.wire",
    "broadsheet.photos",
    "broadsheet.comments",
    "broadsheet.tips",
    "wagtail.contrib.redirects",
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
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "broadsheet.press.requests.named",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "broadsheet.reader.middleware.same_for_everybody",
    "django.middleware.security.SecurityMiddleware",
    "broadsheet.desk.middleware.no_store",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "broadsheet.desk.middleware.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.desk.middleware.second_factor",
    "broadsheet.desk.middleware.gates",
    "broadsheet.desk.middleware.fresh_sign_in",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "broadsheet.urls"
ASGI_APPLICATION = "broadsheet.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_from(NEWSROOM["database.url"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# In the database, because limits on guessing must hold over all processes. Migration desk.0004 makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = {"en": "en-gb", "nb": "nb"}[SITE_LANGUAGE]
LANGUAGES = [("en", "English"), ("nb", "Norsk bokmål")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = NEWSROOM["site.time_zone"]
#: Without “localtime”, which Debian's database has and no browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/desk/media/"
MEDIA_ROOT = DATA / "media"
PICTURES_ROOT = DATA / "pictures"
PICTURES_URL = "/media/"
PAGES_ROOT = DATA / "pages"
RUN_ROOT = DATA / "run"
WIRE_ROOT = DATA / "wire"
FEEDS_ROOT = DATA / "feeds"
STORE_ADDRESS = store_from(NEWSROOM["store.url"])
STORE_IS_SHARED = STORE_ADDRESS is not None
STORAGES: dict[str, Any] = {
    "default": storage_from(STORE_ADDRESS),
    "staticfiles": {"BACKEND": "broadsheet.press.static_files.PackedStaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

AUTH_USER_MODEL = "desk.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "broadsheet.desk.accounts.DeskAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,60/5m/ip", "reset_password": "5/h/key,20/h/ip"}
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Broadsheet-Client"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_FORMS = {
    "authenticate": "broadsheet.desk.accounts.CodeForm",
    "reauthenticate": "broadsheet.desk.accounts.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
DESK_SECOND_FACTOR: str = NEWSROOM["desk.second_factor"]
DESK_SESSION_HOURS: int = NEWSROOM["desk.session_hours"]
DESK_IDLE_MINUTES: int = NEWSROOM["desk.idle_minutes"]
DESK_EMBED_HOSTS: list[str] = NEWSROOM["desk.embeds"]

COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = COOKIE_PREFIX + "sessionid"
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrftoken"
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = DESK_SESSION_HOURS * 3600
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_BROADSHEET_SCHEME", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # The desk alone: Wagtail's editor writes style elements as it goes. Readers' pages allow none.
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/desk/accounts/login/"
WAGTAILIMAGES_IMAGE_MODEL = "photos.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.photos.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_AUTOSAVE_INTERVAL = 1500
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

COMMENTS_MODERATION: str = NEWSROOM["comments.moderation"]
COMMENTS_CLOSE_AFTER_DAYS: int = NEWSROOM["comments.close_after_days"]
WIRE_KEEP_DAYS: int = NEWSROOM["wire.keep_days"]
WIRE_PRIVATE_HOSTS: list[str] = NEWSROOM["wire.private_hosts"]
COMMENTS_WRONGLY_HELD: int = NEWSROOM["comments.wrongly_held"]
COMMENTS_EDIT_MINUTES: int = NEWSROOM["comments.edit_minutes"]
COMMENTS_RATE_LIMITS: dict[str, tuple[int, int]] = NEWSROOM["comments.rate_limits"]
COMMENTS_STORY_URL = "broadsheet.desk.addresses.story_url"
COMMENTS_STORY_TITLE = "broadsheet.desk.addresses.headlines"
STORY_ADDRESS: str = NEWSROOM["site.story_address"]

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = NEWSROOM["mail.sender"]
globals().update(mail_from(NEWSROOM["mail.url"], DATA))
LOGGING = logging_for()
SILENCED_SYSTEM_CHECKS: list[str] = [
    "security.W005",  # whether subdomains have TLS is the domain owner's to say
    "security.W008",  # TLS ends before us, and the page server answers what comes in plain
    "security.W019",  # the desk shows its own preview in a frame; frame-ancestors is 'self'
    "security.W021",  # the preload list is the domain owner's to join
]
