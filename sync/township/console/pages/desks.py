"""The desks: which are paired, with which key; and, for chiefs, inviting, approving and revoking one."""

from __future__ import annotations

from starlette.responses import Response

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.stick import pair_files
from sync.township.console import actions
from sync.township.console.actions import Action
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.reading import desk_list, names
from sync.township.console.showing import Pages
from sync.township.store.database import Store
from sync.township.trust import file_pairing
from sync.township.trust.file_pairing import FilePairing

_FORM = "名称是 12 位村级区划代码、一横、一个字母，如 429004103002-A"


class Desks:
    """The computers of the villages, with their keys."""

    def __init__(self, store: Store, pages: Pages, pairing: FilePairing) -> None:
        self._store = store
        self._pages = pages
        self._pairing = pairing
        self._trust = pairing.trust

    def listed(self, ask: ClerkAsk) -> Response:
        """Every desk that is known or invited."""
        return self._listed(ask)

    def invite(self, ask: ClerkAsk) -> Response:
        """A code for one computer to pair with, shown this once. The log has it before the screen shows it."""
        desk = _desk_of(ask)
        if not protocol.DESK_NAME.fullmatch(desk):
            return self._listed(ask, 422, reason=_FORM)
        self._note(ask, Action.INVITED_DESK, desk)
        code, ends = self._trust.invite(desk)
        return self._listed(ask, issued=(desk, code, f"{ends:%Y-%m-%d}"))

    def invite_by_file(self, ask: ClerkAsk) -> Response:
        """A file for a village without a line, to be saved on a stick. The log has it before it is sent."""
        desk = _desk_of(ask)
        if not protocol.DESK_NAME.fullmatch(desk):
            return self._listed(ask, 422, reason=_FORM)
        self._note(ask, Action.INVITED_DESK, desk)
        data, _ends = self._pairing.invite(desk)
        named = f'attachment; filename="{pair_files.invite_name(desk)}"'
        return Response(data, 200, {"Content-Disposition": named}, "application/octet-stream")

    def approve(self, ask: ClerkAsk) -> Response:
        """Let in a desk that asked by stick, if the digits on its screen are the same."""
        desk = ask.form.get("desk", "")
        try:
            self._pairing.approve(desk, ask.form.get("digits", ""))
        except TownshipRefused as reason:
            return self._listed(ask, 422, reason=file_pairing.words(reason.code))
        self._note(ask, Action.APPROVED_DESK, desk)
        return ask.go("/desks")

    def revoke(self, ask: ClerkAsk) -> Response:
        """Nothing of this desk is taken from now on."""
        desk = ask.form.get("desk", "")
        if desk not in {each.desk for each in self._trust.listed()}:
            raise Stopped(404, "没有登记过这台协办台")
        self._note(ask, Action.REVOKED_DESK, desk)
        self._trust.revoke(desk)
        return ask.go("/desks")

    def _listed(
        self, ask: ClerkAsk, status: int = 200, reason: str = "", issued: tuple[str, str, str] = ("", "", "")
    ) -> Response:
        with self._store.reading() as db:
            known, called = {each.desk: each for each in desk_list.everyone(db)}, names.villages(db)
        return self._pages.show(
            "desks.html",
            status,
            ask=ask,
            desks=[(each, known.get(each.desk)) for each in self._trust.listed()],
            called=called,
            requests=self._pairing.waiting(),
            reason=reason,
            issued=issued,
        )

    def _note(self, ask: ClerkAsk, action: Action, desk: str) -> None:
        with self._store.writing() as db:
            actions.note(db, ask.now, ask.clerk.name, action, desk)


def _desk_of(ask: ClerkAsk) -> str:
    return ask.form.get("desk", "").strip().upper()
