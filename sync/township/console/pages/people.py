"""People: the search, one person, and the full number of one, which is written down."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from sync.township.console import actions, sessions, telling
from sync.township.console.actions import Action
from sync.township.console.gate import Ask, Stopped
from sync.township.console.pages import paging
from sync.township.console.reading import names, people
from sync.township.console.showing import Pages
from sync.township.store import Store

_SOUGHT_MOST = 60


class People:
    """Whom the villages registered."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def found(self, ask: Ask) -> Response:
        """Who is meant by the last search of this session."""
        sought, part = ask.session.sought, paging.asked(ask.query, 50)
        with self._store.reading() as db:
            found, total = people.search(db, sought, part.skip, part.most) if sought else ([], 0)
            called = names.villages(db)
        return self._pages.show(
            "people.html", ask=ask, sought=people.shown(sought), found=found, called=called, portion=part.of(total)
        )

    def search(self, ask: Ask) -> Response:
        """Search: what was typed is kept with the session, so that no number stands in an address."""
        with self._store.writing() as db:
            sessions.seek(db, ask.session, ask.form.get("sought", "").strip()[:_SOUGHT_MOST])
        return ask.go("/people")

    def person(self, ask: Ask) -> Response:
        """One person, numbers masked."""
        return self._person(ask, whole=False)

    def show_number(self, ask: Ask) -> Response:
        """One person with the full identity number. It is in the log before it is on the screen."""
        return self._person(ask, whole=True)

    def _person(self, ask: Ask, whole: bool) -> Response:
        with self._store.reading() as db:
            person = people.find(db, ask.path["desk"], ask.path["person"])
            if person is None:
                raise Stopped(404, "没有这个人的记录")
            called = names.villages(db)
            values: dict[str, Any] = {
                "others": people.elsewhere(db, person),
                "money": people.money(db, person),
                "history": [
                    {"event": each, "what": telling.words(each.line.kind, each.line.about, each.line.body)}
                    for each in people.history(db, person)
                ],
            }
        if whole:
            about = f"{called[names.village_of(person.desk)]} {person.name}（{person.desk} {person.person}）"
            with self._store.writing() as db:
                actions.note(db, ask.now, ask.clerk.name, Action.SHOWED_NUMBER, about)
        return self._pages.show(
            "person.html", ask=ask, person=person, whole=whole, called=called, fields=telling.FIELDS, **values
        )
