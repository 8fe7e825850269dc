"""The only place that reads the environment: one class for each way of running Festa."""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"


def _database_url() -> str:
    """The database address; a SQLite file under var/ unless DATABASE_URL names another."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'festa.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def _kept_secret() -> str:
    """A secret of this machine's own, made on first use and kept where git does not look."""
    VAR.mkdir(exist_ok=True)
    path = VAR / "secret_key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


# Which settings each road needs before the first message.
MESSAGE_ROADS = (
    ("MESSAGE_CHANNEL", "gateway", ("SMS_GATEWAY_URL", "SMS_GATEWAY_KEY", "SMS_SENDER")),
    ("EMAIL_CHANNEL", "smtp", ("SMTP_HOST", "MAIL_FROM")),
)


class Config:
    """What all ways of running share."""

    @classmethod
    def check(cls) -> None:
        """Stop at once when something is missing."""
        cls.check_messages()

    @classmethod
    def check_messages(cls) -> None:
        """Stop at once, with a sentence, when a road for messages is named but not described."""
        for setting, road, needed in MESSAGE_ROADS:
            if getattr(cls, setting) not in {"console", road}:
                raise SystemExit(f"{setting} must be console or {road}.")
            missing = [name for name in needed if not getattr(cls, name)]
            if getattr(cls, setting) == road and missing:
                raise SystemExit(f"{setting}={road} needs {', '.join(missing)}.")
        if cls.SMTP_SECURITY not in {"starttls", "tls", "none"}:
            raise SystemExit("SMTP_SECURITY must be starttls, tls or none.")
        try:
            templates = json.loads(cls.ALIMTALK_TEMPLATES or "{}")
        except ValueError:
            templates = None
        if not isinstance(templates, dict):
            raise SystemExit("ALIMTALK_TEMPLATES must be a JSON object: our template to theirs.")

    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    SQLALCHEMY_DATABASE_URI = _database_url()
    BASE_URL = os.environ.get("BASE_URL", "")
    TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
    SITE_NAME = "JOB 매칭 페스타"
    SITE_NAME_EN = "JOB Matching Festa"
    SHOW_DEMO_SIGN_INS = False
    SUPPORT_PHONE = os.environ.get("SUPPORT_PHONE", "1588-0000")
    # How texts leave (console or gateway) and e-mails (console or smtp); see docs/messages.md.
    MESSAGE_CHANNEL = os.environ.get("MESSAGE_CHANNEL", "console")
    SMS_GATEWAY_URL = os.environ.get("SMS_GATEWAY_URL", "")
    SMS_GATEWAY_KEY = os.environ.get("SMS_GATEWAY_KEY", "")
    SMS_SENDER = os.environ.get("SMS_SENDER", "")
    ALIMTALK_TEMPLATES = os.environ.get("ALIMTALK_TEMPLATES", "")
    EMAIL_CHANNEL = os.environ.get("EMAIL_CHANNEL", "console")
    SMTP_HOST = os.environ.get("SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("SMTP_PORT", "587"))
    SMTP_SECURITY = os.environ.get("SMTP_SECURITY", "starttls")
    SMTP_USER = os.environ.get("SMTP_USER", "")
    SMTP_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
    MAIL_FROM = os.environ.get("MAIL_FROM", "")
    # Seconds for which a worker holds a message; longer than any road's answers take together.
    MESSAGE_LEASE = float(os.environ.get("MESSAGE_LEASE", "180"))
    # Where the worker keeps its clock; beside the database unless said. Empty on PostgreSQL.
    HUEY_FILE = os.environ.get("HUEY_FILE", "")
    # The tax office's service for business numbers; without a key employers show a document.
    TAX_OFFICE_URL = os.environ.get(
        "TAX_OFFICE_URL", "https://api.odcloud.kr/api/nts-businessman/v1"
    )
    TAX_OFFICE_KEY = os.environ.get("TAX_OFFICE_KEY", "")
    LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
    # The seed of the key that signs gate rosters: 32 bytes in base64. Empty: made from SECRET_KEY.
    GATE_SIGNING_KEY = os.environ.get("GATE_SIGNING_KEY", "")
    # Résumés: how large one may be, by when an employer answers (days after the fair), how long a
    # copy is kept after that (days; 채용절차법 §11), and the key that seals the bytes: 32 bytes in
    # base64. Empty: made from SECRET_KEY, with whose change no résumé opens any more.
    RESUME_MOST_BYTES = 10 * 1024 * 1024
    RESUME_DUE_DAYS = int(os.environ.get("RESUME_DUE_DAYS", "7"))
    RESUME_KEPT_DAYS = int(os.environ.get("RESUME_KEPT_DAYS", "180"))
    RESUME_KEY = os.environ.get("RESUME_KEY", "")
    PDF_FONTS = ROOT / "static" / "vendor" / "pdf-fonts"

    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "festa" / "translations")
    BABEL_DEFAULT_LOCALE = "ko"
    BABEL_DEFAULT_TIMEZONE = "Asia/Seoul"
    LANGUAGES = ("ko", "en")

    # A spreadsheet of 10,000 people is about 1 MB; a photo of a résumé about 8 MB.
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 512 * 1024

    SESSION_COOKIE_NAME = "festa"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = _flag("COOKIE_SECURE", True)
    # A session grows older with its own marks (security.end_idle_session), once a minute; a
    # cookie in every answer would bring back a session that its person has just ended.
    SESSION_REFRESH_EACH_REQUEST = False
    PERMANENT_SESSION_LIFETIME = timedelta(hours=12)
    IDLE_SIGN_OUT = timedelta(hours=1)
    WTF_CSRF_TIME_LIMIT = None  # as long as the session: a slow typist is not an attacker

    # Hundreds of visitors share one address in a hall: these stop robots, not queues of people.
    RATELIMIT_STORAGE_URI = os.environ.get("RATELIMIT_STORAGE_URI", "memory://")
    RATELIMIT_HEADERS_ENABLED = True
    RATELIMIT_ENABLED = _flag("RATE_LIMIT", True)

    # What every browser reads, in the order of preference; pictures and PDFs are small already.
    COMPRESS_ALGORITHM = ("br", "gzip")
    COMPRESS_ALGORITHM_STREAMING = ("br", "deflate")
    COMPRESS_LEVEL = 5


class Production(Config):
    """Behind HTTPS, with a secret from the environment."""

    # The log of an error names no person: parameters of SQL are names and numbers.
    SQLALCHEMY_ENGINE_OPTIONS: ClassVar = {"hide_parameters": True}

    @classmethod
    def check(cls) -> None:
        """Stop at once, with a sentence, when a secret is missing."""
        if len(cls.SECRET_KEY) < 32:
            raise SystemExit("SECRET_KEY must be set to at least 32 characters in production.")
        cls.check_messages()


class Development(Config):
    """On one's own machine over plain http, with a secret kept under var/."""

    SESSION_COOKIE_SECURE = _flag("COOKIE_SECURE", False)
    SHOW_DEMO_SIGN_INS = True

    @classmethod
    def check(cls) -> None:
        """Make var/ and its secret on first use; links lead to the port that is served."""
        VAR.mkdir(exist_ok=True)
        # Asked now, not on import: `festa serve --port` is read after this module.
        cls.BASE_URL = cls.BASE_URL or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        cls.SECRET_KEY = cls.SECRET_KEY or _kept_secret()
        cls.check_messages()


class Testing(Config):
    """Inside the test run; the fixtures give the database."""

    TESTING = True
    SECRET_KEY = "a secret that only the tests know, 32 or more"  # noqa: S105
    SESSION_COOKIE_SECURE = False
    RATELIMIT_ENABLED = False
    WTF_CSRF_ENABLED = False  # a test of its own switches it on again
    SQLALCHEMY_DATABASE_URI = "sqlite://"

    @classmethod
    def check(cls) -> None:
        """Nothing to check: a test run brings its own database."""


WAYS: dict[str, type[Config]] = {
    "production": Production,
    "development": Development,
    "testing": Testing,
}


def prefer_own_machine() -> None:
    """Let the command line work at once on one's own machine: development, unless FESTA_ENV
    says otherwise or a SECRET_KEY shows that this is a server. wsgi.py stays strict."""
    if "FESTA_ENV" not in os.environ and not os.environ.get("SECRET_KEY"):
        os.environ["FESTA_ENV"] = "development"


def chosen() -> type[Config]:
    """The way of running that FESTA_ENV names; production when it names none."""
    name = os.environ.get("FESTA_ENV", "production")
    if name not in WAYS:
        raise SystemExit(f"FESTA_ENV must be one of {', '.join(WAYS)}; it is {name!r}.")
    return WAYS[name]
