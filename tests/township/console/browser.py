"""A browser without a network: asks the ASGI application, keeps cookies, follows redirects, fills forms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from starlette.types import ASGIApp


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the last reply after all redirects, and the path it stands at."""

    status: int
    path: str
    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """The value of a header, empty when it is not there."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    @property
    def words(self) -> str:
        """The text that a reader sees, blanks run together."""
        reader = _Reader()
        reader.feed(self.text)
        return " ".join(" ".join(reader.words).split())

    def forms(self) -> list[Form]:
        """The forms on the page, in order."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.forms

    def links(self) -> list[str]:
        """Where the page's links go."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.links


@dataclass(slots=True)
class Form:
    """Where a form goes and what its hidden fields hold."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values["action"]))
        elif tag == "input" and values.get("type") == "hidden":
            self.forms[-1].hidden[values["name"]] = values["value"]
        elif tag == "a":
            self.links.append(values["href"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Browser:
    """One person's browser. ``address`` and ``scheme`` are those that the server sees."""

    def __init__(self, application: ASGIApp, address: str = "127.0.0.1", scheme: str = "http") -> None:
        self._application = application
        self._address = address
        self._scheme = scheme
        self.cookies: dict[str, str] = {}
        self.follows = True
        self.taken = 0
        """How often the application asked for more of a body."""
        self.page = Page(0, "/", (), "")

    def get(self, path: str) -> Page:
        """Open an address."""
        return self._go("GET", path, b"", {})

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Page:
        """Send fields as a form would; headers with _ for -."""
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        return self._go(
            "POST",
            path,
            urlencode(fields).encode(),
            {"content-type": "application/x-www-form-urlencoded", "origin": f"{self._scheme}://office"} | named,
        )

    def send_raw(self, path: str, body: bytes, kind: str) -> Page:
        """Send any bytes as any kind."""
        return self._go("POST", path, body, {"content-type": kind})

    def upload(self, path: str, fields: dict[str, str], file: bytes, origin: str = "") -> Page:
        """Send fields and a file as a form would."""
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        parts.append(b'name="file"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\n' + file)
        edge = "-----7e0c9f-edge-of-a-part"
        body = b"".join(f"--{edge}\r\nContent-Disposition: form-data; ".encode() + each + b"\r\n" for each in parts)
        sender = {"origin": origin or f"{self._scheme}://office"}
        kind = {"content-type": f"multipart/form-data; boundary={edge}"}
        return self._go("POST", path, body + f"--{edge}--\r\n".encode(), sender | kind)

    def send(self, _form: int = 0, _to: str = "", **fields: str) -> Page:
        """Fill in a form of the page (the first that goes to ``_to``, or by place) and send it."""
        forms = self.page.forms()
        form = next(each for each in forms if each.action == _to) if _to else forms[_form]
        return self.post(form.action, form.hidden | fields)

    def _go(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        for _ in range(5):
            self.page = asyncio.run(self._ask(method, path, body, headers))
            if self.page.status not in (301, 302, 303, 307) or not self.follows:
                return self.page
            method, body, headers = "GET", b"", {}
            path = urljoin(path, urlsplit(self.page.header("location"))._replace(scheme="", netloc="").geturl())
        raise AssertionError("redirected for ever")

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        sent: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            self.taken += 1
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._application(self._scope(method, path, headers, len(body)), receive, send)
        replied = tuple((name.decode().lower(), value.decode()) for name, value in sent[0]["headers"])
        self._keep_cookies(value for name, value in replied if name == "set-cookie")
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode(errors="surrogateescape")
        return Page(sent[0]["status"], path, replied, text)

    def _scope(self, method: str, path: str, headers: dict[str, str], length: int) -> dict[str, Any]:
        parts = urlsplit(path)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {"host": "office", "content-length": str(length)} | ({"cookie": cookies} if cookies else {}) | headers
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": self._scheme,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": (self._address, 50000),
            "server": ("office", 80),
        }

    def _keep_cookies(self, values: Any) -> None:
        for value in values:
            for name, morsel in SimpleCookie(value).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
