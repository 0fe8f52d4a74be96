"""Settings, all from the environment (see `.env.example`). Without `DEBUG`, nothing unsafe has a default."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from cocreate import logs, openapi, schedule
from cocreate.environment import read

BASE_DIR = Path(__file__).resolve().parent.parent
env = read()

# --- What kind of run this is -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("COCREATE_VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)
COCREATE_DEMO = env.bool("COCREATE_DEMO", default=False)
COCREATE_IDEAS_AN_HOUR = env.int("COCREATE_IDEAS_AN_HOUR", default=20)
COCREATE_KEYS = Path(env.str("COCREATE_KEYS", default=str(VAR / "keys")))
COCREATE_KEY_STORE = env.str("COCREATE_KEY_STORE", default="core.keys.FileStore")
COCREATE_KEY_GRACE_DAYS = env.int("COCREATE_KEY_GRACE_DAYS", default=7)

SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing. Set SECRET_KEY or SECRET_KEY_FILE, or DEBUG=1 to develop.")
if not DEBUG and SECRET_KEY == "only-for-development":  # noqa: S105 - the refusal of it
    raise ImproperlyConfigured("SECRET_KEY still has its development value. Set one of your own.")

BASE_URL = env.str("BASE_URL", default="http://localhost:8000" if DEBUG else "https://localhost")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
SECURE = BASE_URL.startswith("https://")

# --- Apps ---------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "demo",
    "strategy",
    "participation",
    "curation",
    "votes",
    "ideas",
    "notices",
    "people",
    "core",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages weigh a seventh. Django pads each answer by chance, so that its length gives no secret away (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.web.LastSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.short_way.ShortWay",
    "people.receipts.Receipts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.web.Personal",
    "core.web.Refusals",
]

ROOT_URLCONF = "cocreate.urls"
WSGI_APPLICATION = "cocreate.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.cocreate"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.views.shell",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'cocreate.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL and IMMEDIATE: readers never wait, and writers queue instead of failing with "database is locked". Secure
    # delete: what is removed is overwritten, or the file would still hold votes in the order in which they came.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
        "PRAGMA secure_delete=ON;",
    }
else:
    seconds = env.int("COCREATE_STATEMENT_SECONDS", default=300)
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Only statements that ask for it are prepared (core/prepared.py), and those are planned once and for all.
    options = f"-c statement_timeout={seconds}s -c lock_timeout=2s -c plan_cache_mode=force_generic_plan"
    DATABASES["default"]["OPTIONS"] = {"options": options, "prepare_threshold": 2**31}

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # a page does not wait for Redis
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages that look the same to everybody: each process remembers those that it made lately.
    "template_fragments": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# --- Jobs (docs/decisions/0005 and 0010); how often they run is in cocreate/schedule.py ------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
# Without the first two, a vote would keep its voter waiting for 2 s while Redis is away; without time-outs for ever.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = {"max_retries": 1, "interval_start": 0} | (
    {"visibility_timeout": 3600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1, "socket_timeout": 3}
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
chosen_periods = {
    "participation.summarise_all": env.str("COCREATE_SUMMARISE_SECONDS", default="300"),
    **env.dict("COCREATE_PERIODS", default={}),
}
COCREATE_PERIODS = schedule.periods(chosen_periods)
CELERY_BEAT_SCHEDULE = schedule.beat(COCREATE_PERIODS, schedule.sweeps(chosen_periods))
CELERY_BEAT_SCHEDULER = "celery.beat.Scheduler"  # it keeps no file: the table knows what was missed

# --- People and sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = None

# --- Words --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Those with a catalogue in `locale/` (bin/words), each by the name that its own speakers look for.
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cocreate.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC = DEBUG or COCREATE_DEMO  # found in place; otherwise hashed and compressed by `collectstatic`
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else needs them, and each answer says so otherwise
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if PLAIN_STATIC else "core.storage.OneSheet"
    },
}

# --- Images that people add ----------------------------------------------------------------------------------------
MEDIA_ROOT = VAR / "media"  # no address leads there: a view serves each to those who may see its idea
FILE_UPLOAD_HANDLERS = [
    "core.web.FilesWithinReason",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail ---------------------------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Cocreate <cocreate@localhost>")

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsing.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.problems.problem",
}
SPECTACULAR_SETTINGS = openapi.SETTINGS
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Safety -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE and not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
if env.bool("COCREATE_TRUSTED_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "cocreate-session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "cocreate-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "core.views.forged"

# --- Logs and reports: where and when, never who or what (docs/decisions/0003) --------------------------------------
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.reports.Reticent"
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logs.configure(level=env.str("LOG_LEVEL", default="WARNING"))
