"""PostgreSQL and Redis for the suite: found on loopback, in databases of its own. `services.py` answers with its exit code."""

import os
import sys
import zlib
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379"


def database_url() -> str:
    """DATABASE_URL, else loopback with a name no other checkout uses: the suite rebuilds `test_<name>` each time."""
    own = os.environ.get("DATABASE_URL", "").strip()
    if own.startswith("postgres"):
        return own
    user = os.environ.get("PGUSER", "")
    host = f"{user}@127.0.0.1:5432" if user else "127.0.0.1:5432"
    return f"postgres://{host}/vigil_suite_{zlib.crc32(str(ROOT).encode()):08x}"


def postgres_problem(url: str) -> str:
    """Why the suite cannot make its database there; "" when it can."""
    address = url.rpartition("/")[0] + "/postgres"
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return f"PostgreSQL does not answer at {POSTGRES}: {str(error).strip().splitlines()[-1]}"
    return "" if row and row[0] else "PostgreSQL's user may not create databases (ALTER ROLE … CREATEDB)."


def redis_urls(count: int) -> list[str]:
    """One Redis database for each test process, because the suite empties it.

    REDIS_URL names the first of consecutive ones the caller gives away; otherwise only empty ones are taken, from the last
    down, so that nobody's data is touched.
    """
    own = os.environ.get("REDIS_URL", "").strip()
    if own:
        address, _slash, number = own.rpartition("/")
        return [f"{address}/{int(number) + offset}" for offset in range(count)]
    client = redis.Redis.from_url(REDIS)
    used = {int(name.removeprefix("db")) for name in client.info("keyspace")}
    total = int(client.config_get("databases").get("databases") or 16)
    free = [number for number in range(total - 1, 0, -1) if number not in used]
    return [f"{REDIS}/{number}" for number in free[:count]]


def redis_problem() -> str:
    url = os.environ.get("REDIS_URL", "").strip() or REDIS
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        return f"Redis does not answer at {url}: {error}"
    return ""


def problem() -> str:
    return postgres_problem(database_url()) or redis_problem()


def empty(urls: list[str]) -> None:
    """Leave the databases the suite took as empty as it found them."""
    for url in urls:
        redis.Redis.from_url(url).flushdb()


if __name__ == "__main__":
    sys.exit(problem() or 0)
