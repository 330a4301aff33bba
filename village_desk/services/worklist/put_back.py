"""The words for a file that was put back by hand; apart from the other reports, since every command asks for them."""

from __future__ import annotations

from village_desk.store import history
from village_desk.store.connection.engine import Database
from village_desk.words import _


def words(db: Database) -> str:
    """What to do when the file was put back by hand, until the township has answered; else empty."""
    text = _("这个文件里缺本机开过的凭条，像是换成了较早的一份。以后的凭条用新号段，不会重号。")
    text += _("请上报一次，取回镇所收到过的；没报过的，照凭条存根重开、换发")
    return text if "put_back" in history.unanswered_epochs(db) else ""
