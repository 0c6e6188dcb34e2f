"""Starts a real WordPress from Debian's package on loopback, with a private database, without wp-cli."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.support.processes import Process, find_program, free_port, short_directory

HERE = Path(__file__).parent
CORE = Path("/usr/share/wordpress")
SALTS = ("AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY")
PHP_MODULES = {"mysqli", "xml", "mbstring", "curl"}
DATABASE_SETTINGS = (
    "--skip-networking",
    "--skip-log-bin",
    "--innodb-buffer-pool-size=32M",
    "--innodb-flush-log-at-trx-commit=0",
    "--performance-schema=OFF",
)


@dataclass(frozen=True)
class User:
    """A user of the site and the application password it was installed with."""

    id: int
    password: str


@dataclass(frozen=True)
class RunningSite:
    """Where the started site is, who can log in, and how to reach its database."""

    url: str
    folder: Path
    users: dict[str, User]
    run_sql: Callable[[str], None]


def missing() -> str | None:
    """Why no WordPress can be started here, or None."""
    if not (CORE / "wp-load.php").exists():
        return "WordPress is not installed (Debian: wordpress)"
    wanted = {"php": "php-cli", "mariadbd": "mariadb-server", "mariadb": "mariadb-client"}
    absent = [package for name, package in wanted.items() if find_program(name) is None]
    absent += [] if "php-cli" in absent else sorted(f"php-{name}" for name in PHP_MODULES - _php_modules())
    return f"WordPress cannot run without {', '.join(absent)}" if absent else None


@contextmanager
def wordpress_server(folder: Path) -> Iterator[RunningSite]:
    """Install a site under ``folder`` and serve it; the servers and the folder are gone at the end."""
    with short_directory() as socket_folder:
        socket = socket_folder / "db.sock"
        database = _start_database(folder, socket)
        try:
            url = f"http://127.0.0.1:{free_port()}"
            users = _install(folder, socket, url)
            web = _start_web(folder, url)
            try:
                yield RunningSite(url, folder, users, lambda statement: _sql(socket, statement))
            finally:
                web.stop()
        finally:
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)


def _start_database(folder: Path, socket: Path) -> Process:
    data = folder / "database"
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    install = [str(find_program("mariadb-install-db", "mysql_install_db")), "--no-defaults", "--skip-test-db"]
    normal_root = "--auth-root-authentication-method=normal"
    subprocess.run([*install, normal_root, f"--datadir={data}", *as_root], check=True, capture_output=True)
    command = [str(find_program("mariadbd")), "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
    server = Process(
        [*command, f"--pid-file={data}/server.pid", *DATABASE_SETTINGS, *as_root], log=folder / "mariadb.log"
    )
    server.wait_until(lambda: _answers_sql(socket))
    return server


def _answers_sql(socket: Path) -> bool:
    try:
        _sql(socket, "CREATE DATABASE IF NOT EXISTS wordpress", database="")
    except subprocess.CalledProcessError:
        return False
    return True


def _sql(socket: Path, statement: str, database: str = "wordpress") -> None:
    client = [str(find_program("mariadb")), "--no-defaults", f"--socket={socket}", "--user=root"]
    subprocess.run([*client, f"--execute={statement}", database], check=True, capture_output=True)


def _install(folder: Path, socket: Path, url: str) -> dict[str, User]:
    site = folder / "site"
    # Debian's copy links to shared libraries and belongs to root; a real copy is private and complete.
    shutil.copytree(CORE, site, symlinks=False, ignore_dangling_symlinks=True)
    content = site / "wp-content"
    (content / "uploads").mkdir(exist_ok=True)
    (content / "mu-plugins").mkdir(exist_ok=True)
    shutil.copyfile(HERE / "wordpress_mu_plugin.php", content / "mu-plugins" / "simak-test.php")
    shutil.copytree(HERE / "wordpress_theme", content / "themes" / "simak-test")
    (site / "wp-config.php").write_text(_configuration(socket, url))
    bootstrap = [_php(), str(HERE / "wordpress_bootstrap.php"), str(site)]
    printed = subprocess.run(bootstrap, check=True, capture_output=True, text=True).stdout
    return {login: User(**user) for login, user in json.loads(printed).items()}


def _configuration(socket: Path, url: str) -> str:
    constants = {
        "DB_NAME": "wordpress",
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{socket}",
        "DB_CHARSET": "utf8mb4",
        "DB_COLLATE": "",
        "WP_HOME": url,
        "WP_SITEURL": url,
        # application passwords work without TLS on a "local" site only
        "WP_ENVIRONMENT_TYPE": "local",
        **{name: f"only for tests {name}" for key in SALTS for name in (key, key.replace("_KEY", "_SALT"))},
    }
    lines = [f"define('{name}', '{value}');" for name, value in constants.items()]
    lines += [f"define('{name}', true);" for name in ("DISABLE_WP_CRON", "WP_HTTP_BLOCK_EXTERNAL")]
    lines += ["define('AUTOMATIC_UPDATER_DISABLED', true);", "$table_prefix = 'wp_';"]
    lines += ["if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');", "require_once ABSPATH . 'wp-settings.php';"]
    return "<?php\n" + "\n".join(lines) + "\n"


def _start_web(folder: Path, url: str) -> Process:
    command = [_php(), "-d", "opcache.enable_cli=1", "-S", url.removeprefix("http://"), "-t", str(folder / "site")]
    server = Process(command, log=folder / "php.log", environment={"PHP_CLI_SERVER_WORKERS": "4"})
    server.wait_until(lambda: _answers_rest(url))
    return server


def _answers_rest(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/wp-json/", timeout=20).is_success
    except httpx2.TransportError:
        return False


def _php() -> str:
    return str(find_program("php"))


def _php_modules() -> set[str]:
    printed = subprocess.run([_php(), "-m"], check=True, capture_output=True, text=True).stdout
    return set(printed.split())
