"""Renders templates, always escaped, and sets the headers that keep scripts, frames and caches away from the pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.agreement import identity, verdicts
from sync.township.console.reading import names
from sync.township.wording import fact_words, figures

HERE = Path(__file__).parent

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_RECEIPT = re.compile(r"[A-Z][0-9]{0,3}-[0-9]{4}-[0-9]{6}-[0-9]")
_NO_STORE = {"Cache-Control": "no-store"}


class Pages:
    """The templates, with the filters that they use."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        masks = (identity.mask, figures.mask_end, identity.mask_within)
        figured = (figures.yuan, figures.per_cent, *masks, figures.fingerprint, figures.size)
        worded = (
            figures.moment,
            figures.since,
            fact_words.kind,
            fact_words.on_page,
            fact_words.sent_kind,
            fact_words.verdict,
            fact_words.state,
            verdicts.reason,
            verdicts.cure,
        )
        self._templates.filters |= {each.__name__: each for each in (*figured, *worded, names.village_of, unbroken)}

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page, never to be kept by a cache."""
        page = self._templates.get_template(template).render(**values)
        return HTMLResponse(page, status, _NO_STORE)


def unbroken(text: str) -> Markup:
    """The text, escaped, with every receipt number in it kept on one line."""
    return Markup(_RECEIPT.sub(r'<span class="code">\g<0></span>', str(escape(text))))


def guarded(application: ASGIApp) -> ASGIApp:
    """The application with the protective headers on every response."""
    extra = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        await application(scope, receive, add)

    return answer
