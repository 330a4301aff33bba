"""Problem answers (RFC 9457): the township's refusals on the wire. The desk has its own words for each code. No I/O."""

from __future__ import annotations

import json
from typing import Any

from sync.agreement import protocol
from sync.wire import lines

STATUS = {
    "no-such-upload": 404,
    "mismatching-upload-offset": 409,
    "inconsistent-upload-length": 409,
    "chain-fork": 409,
    "package-too-large": 413,
    "piece-digest": 400,
    "request": 400,
    "desk-unknown": 403,
    "desk-key": 403,
    "key-revoked": 403,
    "key-replaced": 403,
    "code-wrong": 403,
    "code-used": 403,
    "code-expired": 403,
    "down-fork": 409,
    "ask-stale": 403,
    "attachment-unnamed": 403,
    "attachment-kind": 415,
    "attachment-quota": 413,
    "range": 416,
    "busy": 503,
}
"""The HTTP status of each code; whatever is wrong with the bytes of a batch is 422."""

DAMAGED = frozenset(
    {
        "format-unknown",
        "package-truncated",
        "package-overlong",
        "package-too-large",
        "manifest-not-canonical",
        "manifest-invalid",
        "signature-invalid",
        "payload-hash",
        "inconsistent-upload-length",
        "piece-digest",
    }
)
"""What the line itself can do to bytes: whether it did, the desk finds out by reading its own copy again."""


def write(code: str, detail: str = "") -> tuple[int, bytes]:
    """Status and body."""
    status = STATUS.get(code, 422)
    problem = {"type": protocol.PROBLEM + code, "title": code, "status": status, "detail": detail}
    return status, json.dumps({name: value for name, value in problem.items() if value != ""}).encode()


def code_of(body: bytes) -> str:
    """The code of a problem of ours, or nothing."""
    kind = str(_read(body).get("type", ""))
    code = kind.removeprefix(protocol.PROBLEM)
    return code if code != kind and len(code) < 64 else ""


def detail_of(body: bytes) -> str:
    """The township's detail of the refusal, for the log."""
    return str(_read(body).get("detail", ""))[:400]


def _read(body: bytes) -> dict[str, Any]:
    try:
        value = lines.strict(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
