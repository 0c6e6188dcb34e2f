"""The real WordPress a test plays with: what visitors, editors and the site's administrator do there."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx2

from tests.support.wordpress_server import RunningSite, wordpress_server

Moment = Literal["before_insert", "after_insert"]
EMPTY_SITE = (
    "DELETE FROM wp_comments; DELETE FROM wp_commentmeta; "
    "DELETE FROM wp_posts WHERE post_type IN ('post', 'revision'); "
    "DELETE FROM wp_postmeta; DELETE FROM wp_term_relationships"
)


class WordPress:
    """A site with two editors: ``user`` reads for Simak, ``publisher`` answers for the office."""

    user = "petugas"
    publisher = "humas"

    def __init__(self, site: RunningSite) -> None:
        self.url = site.url
        self.app_password = site.users[self.user].password
        self.publisher_password = site.users[self.publisher].password
        self._site = site
        self._changed_passwords: set[str] = set()
        admin = ("admin", site.users["admin"].password)
        self._admin = httpx2.Client(base_url=f"{site.url}/wp-json/wp/v2", auth=admin, timeout=60)
        self._visitor = httpx2.Client(base_url=site.url, timeout=60, follow_redirects=False)

    def reset(self) -> None:
        """An empty site at full speed with working passwords, as every test finds it."""
        self.delay(0)
        self._wait_for_sleepers()
        self._site.run_sql(EMPTY_SITE)
        self._file("requests.jsonl").unlink(missing_ok=True)
        for user in sorted(self._changed_passwords):
            self.new_password(user)
        self._changed_passwords.clear()

    def close(self) -> None:
        """Close the connections of the test's own clients."""
        self._admin.close()
        self._visitor.close()

    def make_post(self, title: str, text: str) -> int:
        """Publish an article and give its id."""
        return int(self._ask("POST", "/posts", {"title": title, "content": text, "status": "publish"})["id"])

    def visitor_comment(self, post_id: int, author: str, text: str, parent: int = 0) -> int:
        """Write a comment through the form of the page, as anybody may, and give its id."""
        mail = re.sub(r"\W+", ".", author.lower()).strip(".") or "tamu"
        form = {"comment_post_ID": post_id, "comment_parent": parent, "author": author, "comment": text}
        sent = self._visitor.post("/wp-comments-post.php", data={**form, "email": f"{mail}@example.test", "url": ""})
        found = re.search(r"#comment-(\d+)", sent.headers.get("location", ""))
        if found is None:
            raise AssertionError(f"WordPress did not take the comment: {sent.status_code} {sent.text[-600:]}")
        return int(found.group(1))

    def set_status(self, comment_id: int, status: str) -> None:
        """Moderate: ``approve``, ``hold``, ``spam``, ``unspam``, ``trash`` or ``untrash``."""
        self._ask("POST", f"/comments/{comment_id}", {"status": status})

    def edit(self, comment_id: int, text: str) -> None:
        """Change the text of a comment."""
        self._ask("POST", f"/comments/{comment_id}", {"content": text})

    def delete(self, comment_id: int, *, force: bool = True) -> None:
        """Delete a comment for good, or move it to the trash."""
        self._ask("DELETE", f"/comments/{comment_id}?force={str(force).lower()}")

    def comments(self, post_id: int) -> list[dict[str, Any]]:
        """Every comment of a post in every status, oldest first, as the administrator sees it."""
        found: list[dict[str, Any]] = []
        for status in ("all", "spam", "trash"):
            found += self._ask("GET", f"/comments?post={post_id}&context=edit&per_page=100&status={status}")
        return sorted(found, key=lambda comment: int(comment["id"]))

    def page_html(self, post_id: int) -> str:
        """The page of a post, comments included, as a visitor gets it."""
        page = self._visitor.get("/", params={"p": post_id}, follow_redirects=True)
        return page.raise_for_status().text

    def revoke_password(self, user: str) -> None:
        """Take every application password from a user; the next test finds a new one."""
        self._ask("DELETE", f"/users/{self._site.users[user].id}/application-passwords")
        self._changed_passwords.add(user)

    def new_password(self, user: str) -> str:
        """Give a user a further application password; the attribute of this object follows."""
        made = self._ask("POST", f"/users/{self._site.users[user].id}/application-passwords", {"name": user})
        password = str(made["password"])
        if user == self.user:
            self.app_password = password
        if user == self.publisher:
            self.publisher_password = password
        return password

    def delay(self, seconds: float, moment: Moment = "after_insert") -> None:
        """Sleep before or after a comment is inserted through REST, from now on; 0 ends it and wakes who sleeps."""
        if seconds:
            self._file("delay").write_text(f"{moment} {seconds}")
        else:
            self._file("delay").unlink(missing_ok=True)

    def is_sleeping(self) -> bool:
        """Whether a request has come to the moment set by ``delay`` and is not over yet."""
        return any(self._site.folder.glob("sleeping-*"))

    def requests_log(self) -> list[dict[str, Any]]:
        """REST requests since the test began: ``method``, ``route``, ``params`` and ``user`` (empty: anonymous)."""
        log = self._file("requests.jsonl")
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def _wait_for_sleepers(self) -> None:
        # whose client was killed may still be about to write into the site of the next test
        deadline = time.monotonic() + 20
        while self.is_sleeping():
            if time.monotonic() > deadline:
                raise AssertionError("a request to the test site does not end")
            time.sleep(0.01)

    def _file(self, name: str) -> Path:
        return self._site.folder / name

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._admin.request(method, path, json=body)
        if not answer.is_success:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text[-600:]}")
        return answer.json()


@contextmanager
def running_wordpress(make_folder: Callable[[str], Path]) -> Iterator[WordPress]:
    """Start a site and end it."""
    with wordpress_server(make_folder("wordpress")) as site:
        wordpress = WordPress(site)
        yield wordpress
        wordpress.close()
