"""The address of this desk's township, and a line to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sync.desk import outbox
from sync.wire import upload
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.services.road import keyring
from village_desk.services.road.error_words import in_our_words
from village_desk.store.database import Store
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.agreement.protocol import KnownTownship
    from sync.line.client import Patience, Trust
    from sync.wire.keys import DeskKey
    from village_desk.services.road.line import LineRoad


class Dialing:
    """Lines from one desk to its township; one conversation teaches the next how fast the line is, and leaves it
    its TLS session.
    """

    def __init__(self, store: Store, patience: Patience | None = None) -> None:
        self._store = store
        self._patience = patience
        self._pace = upload.Pace()
        self._trust: Trust | None = None

    def url(self) -> str:
        """The township's address: the configured one, else where the township answered last; or empty."""
        known = outbox.known_township(self._store.db)
        return office.settings(self._store.db).get("township_url", "") or (known.url if known else "")

    def address(self, url: str) -> str:
        """The given address, or that of this desk's township. Refused ``no_url`` where there is none."""
        found = url or self.url()
        if not found:
            words, option = _("还没有设置镇所地址"), _("请加 --to 镇所地址")
            raise Refused(words, _("请在“设置”里填镇所地址"), "no_url", "township_url", by_command=option)
        return found

    def line(self, url: str) -> LineRoad:
        """A line to the township that this desk has pinned."""
        return self._to(url, outbox.known_township(self._store.db))

    def line_to_anybody(self, url: str) -> LineRoad:
        """A line to whoever is there, to be paired with."""
        return self._to(url, None)

    @contextmanager
    def talking(self, url: str = "") -> Iterator[tuple[LineRoad, DeskKey]]:
        """A greeted township and this desk's key, for contents of attachments.

        It may run beside a conversation about facts, and leaves updating the pinned township to that one. The road's
        errors leave it in our words.
        """
        with in_our_words(self._store.judged()), self.line(self.address(url)) as line:
            line.hello()
            yield line, keyring.key(self._store)

    def _to(self, url: str, known: KnownTownship | None) -> LineRoad:
        """``known``: the township that must answer; None for any."""
        from sync.line.client import Trust
        from village_desk.services.road.line import LineRoad

        self._trust = self._trust or Trust()
        desk, proxy = self._store.village().desk, office.settings(self._store.db).get("proxy", "")
        return LineRoad(texts.address(url), desk, known, self._patience, self._pace, proxy, self._trust)
