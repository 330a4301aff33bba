"""People: the search, one person, and one person's full number, which is logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from sync.agreement.down_checks import NotSent
from sync.agreement.person import FIELDS
from sync.township.console import actions, sessions
from sync.township.console.actions import Action
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.pages import paging
from sync.township.console.reading import attached_files, names, residents
from sync.township.console.reading.attached_files import AttachedFile
from sync.township.console.reading.residents import Person
from sync.township.console.showing import Pages
from sync.township.down import down_words, downward, one_correction
from sync.township.down.downward import Downward
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.store.database import Store
from sync.township.wording import fact_words

_SOUGHT_MOST = 60


class People:
    """Whom the villages registered."""

    def __init__(self, store: Store, pages: Pages, road: Downward, contents: Attachments) -> None:
        self._store = store
        self._pages = pages
        self._road = road
        self._contents = contents

    def found(self, ask: ClerkAsk) -> Response:
        """Who is meant by the last search of this session."""
        sought, part = ask.session.sought, paging.asked(ask.query, 50)
        with self._store.reading() as db:
            found, total = residents.search(db, sought, part.skip, part.most) if sought else ([], 0)
            called = names.villages(db)
        return self._pages.show(
            "people.html", ask=ask, sought=residents.shown(sought), found=found, called=called, portion=part.of(total)
        )

    def search(self, ask: ClerkAsk) -> Response:
        """Search: what was typed is kept with the session, so that no number stands in an address."""
        with self._store.writing() as db:
            sessions.seek(db, ask.session, ask.form.get("sought", "").strip()[:_SOUGHT_MOST])
        return ask.go("/people")

    def person(self, ask: ClerkAsk) -> Response:
        """One person, numbers masked."""
        return self._person(ask, whole=False)

    def show_number(self, ask: ClerkAsk) -> Response:
        """One person with the full identity number. The log has it before the screen shows it."""
        return self._person(ask, whole=True)

    def attachment(self, ask: ClerkAsk) -> Response:
        """The content of an attachment, to be looked at or saved. The log has it before it is sent.

        A picture is sent as a picture and nothing else; whatever the bytes are, the browser runs none of them.
        """
        with self._store.reading() as db:
            person = residents.find(db, ask.path["desk"], ask.path["person"])
            found = attached_files.find(db, person, ask.path["attachment"]) if person else None
            called = names.villages(db)
        if person is None or found is None or not found.here:
            raise Stopped(404, "没有这份附件", "请回到这个人的页面看一看")
        about = f"{found.title} {_described(called, person)}"
        with self._store.writing() as db:
            actions.note(db, ask.now, ask.clerk.name, Action.SHOWED_ATTACHMENT, about)
        return StreamingResponse(
            self._contents.stream(found.sha256, 0, found.bytes), 200, _headers(found), media_type=found.media
        )

    def correct(self, ask: ClerkAsk) -> Response:
        """Correct one field in the township's books, and send it to the village's desks; logged without the value.

        A correction against the rules is refused before anything is changed.
        """
        field, typed = ask.form.get("field", ""), ask.form.get("value", "")
        person = self._person_or_stop(ask)
        try:
            fact = one_correction.correction(downward.new_id(), person.person, {field: typed}, _reason(ask))
            self._road.send(person.desk, fact)
        except NotSent as reason:
            return self._person(ask, whole=False, status=422, reason=down_words.words(reason))
        with self._store.writing() as db:
            about = f"{_described(names.villages(db), person)} {FIELDS[field].words}"
            actions.note(db, ask.now, ask.clerk.name, Action.CORRECTED_PERSON, about)
        return ask.go(f"/people/{person.desk}/{quote(person.person, safe='')}?corrected=1")

    def _person_or_stop(self, ask: ClerkAsk) -> Person:
        with self._store.reading() as db:
            person = residents.find(db, ask.path["desk"], ask.path["person"])
        if person is None:
            raise Stopped(404, "没有这个人的记录")
        return person

    def _person(self, ask: ClerkAsk, whole: bool, status: int = 200, reason: str = "") -> Response:
        person = self._person_or_stop(ask)
        with self._store.reading() as db:
            called = names.villages(db)
            values: dict[str, Any] = {
                "others": residents.elsewhere(db, person),
                "money": residents.money(db, person),
                "attachments": attached_files.of_person(db, person),
                "history": [
                    {"event": each, "what": fact_words.words(each.line.kind, each.line.about, each.line.body)}
                    for each in residents.history(db, person)
                ],
            }
        if whole:
            about = _described(called, person)
            with self._store.writing() as db:
                actions.note(db, ask.now, ask.clerk.name, Action.SHOWED_NUMBER, about)
        return self._pages.show(
            "person.html",
            status,
            ask=ask,
            person=person,
            whole=whole,
            called=called,
            fields=FIELDS,
            reason=reason,
            notice="更正好了，村里下一次联系时收到" if "corrected" in ask.query else "",
            **values,
        )


def _described(called: Mapping[str, str], person: Person) -> str:
    """The person in words, for the log."""
    return f"{called[names.village_of(person.desk)]} {person.name}（{person.desk} {person.person}）"


def _headers(found: AttachedFile) -> dict[str, str]:
    """A file name that names nobody; a picture may be seen in the window, a paper is saved."""
    kind, suffix = found.media.split("/")
    shown = "inline" if kind == "image" else "attachment"
    return {
        "Content-Disposition": f'{shown}; filename="{found.sha256[:12]}.{suffix}"',
        "Content-Length": str(found.bytes),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }


def _reason(ask: ClerkAsk) -> str:
    """Why, in the clerk's words. NotSent ``reason``: a correction without one cannot be judged later."""
    reason = ask.form.get("reason", "").strip()
    if not 2 <= len(reason) <= 200:
        raise NotSent("reason")
    return reason
