"""The form of money, shares, times and numbers on the pages. Pure; works for any text that a desk signed."""

from __future__ import annotations

from datetime import datetime

from sync.agreement import calendar, money


def yuan(fen: int) -> str:
    """``1,234.50``."""
    return money.figures(fen)


def hundredths(part: int, whole: int) -> int:
    """``part`` of ``whole`` in hundredths of a per cent, half up; 0 of nothing."""
    return (2 * part * 10_000 + whole) // (2 * whole) if whole else 0


def per_cent(hundredths: int) -> str:
    """``93.75%`` of 9375 hundredths of a per cent."""
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def mask_end(number: str) -> str:
    """``****5678``: the last four of an account or a telephone number."""
    return f"****{number[-4:]}" if len(number) > 6 else "*" * len(number)


def fingerprint(digits: str) -> str:
    """The first sixteen digits of a digest in fours, as on the passport of a batch."""
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def moment(at: str) -> str:
    """``2026-11-24 08:30`` in Beijing time, whatever the server's zone; a text that is no time is returned as it is."""
    return calendar.shown(at)


def since(at: str, now: datetime) -> str:
    """How long ago, as people say it: 今天 08:30, 昨天 08:30, 5 天前."""
    local = calendar.in_beijing(at)
    if local is None:
        return at[:40]
    days = (now.astimezone(calendar.BEIJING).date() - local.date()).days
    if days <= 0:
        return f"今天 {local:%H:%M}"
    return f"昨天 {local:%H:%M}" if days == 1 else f"{days} 天前"


def size(count: int) -> str:
    """So many bytes in words, such as 850 KB or 2.1 MB."""
    return f"{max(1, round(count / 1024))} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
