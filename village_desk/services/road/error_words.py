"""The road's errors in the coordinator's words: the meaning for her, and the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sync.agreement.errors import ChainBroken, Damaged, NoLine, NotTheTownship, StickTrouble, TownshipRefused
from village_desk.domain.basics import moments
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import DeskError, Refused, Trouble
from village_desk.words import _


@contextmanager
def in_our_words(clock: JudgedClock | None = None) -> Iterator[None]:
    """Raise the road's errors in the desk's words: the meaning for her, and the cure.

    ``clock``: the judgement on this PC's clock; a wrong date is a reason why certificates fail.
    """
    try:
        yield
    except (NoLine, NotTheTownship, TownshipRefused, ChainBroken, Damaged, StickTrouble) as error:
        raise _words(error.code, type(error), clock) from error


@contextmanager
def _without_a_line(cure: str, message: str = "", by_command: str = "") -> Iterator[None]:
    """Where there is no button to send yet, a missing line has another cure, and perhaps another message."""
    try:
        yield
    except Trouble as trouble:
        if trouble.code not in ("no_line", "township_ill"):
            raise
        raise Trouble(message or trouble.message, cure, trouble.code, by_command=by_command) from trouble


def again_from_here() -> AbstractContextManager[None]:
    """Without a line, a PC that is being rebuilt has no records of its own to speak of."""
    cure = _("镇所收到过的记录都还在镇所。有网了用同一个配对码再找回一次")
    return _without_a_line(cure, _("连不上镇所，还没有找回"))


def again_by_pairing() -> AbstractContextManager[None]:
    """Without a line, the address of a desk that is not paired yet may be mistyped."""
    by_command = _("请核对镇所地址；地址没错，就等有网了再用一次 pair")
    return _without_a_line(_("请核对镇所地址；地址没错，就等有网了再点“配对”"), by_command=by_command)


_BY_CODE: dict[str, Callable[[], DeskError]] = {
    "no-proxy": lambda: Trouble(
        _("代理连不上，或不让过去。记录都留在本机，一条没丢"),
        _("请问管网络的人；不用代理的，把“设置”里的代理清空，再看电脑的网络设置。急的话可以用 U 盘"),
        "no_line",
        by_command=_(
            "请问管网络的人；不用代理的，打开窗口清空“设置”里的代理，再看电脑的网络设置。急的话用 send --stick"
        ),
    ),
    "desk-unknown": lambda: Refused(
        _("镇所还不认识这台电脑"), _("请向镇所要配对码，给本台办配对，再上报"), "desk-unknown"
    ),
    "code-form": lambda: Refused(
        _("配对码不对：一共 20 个字母和数字，可能少了或错了一个"), _("请照镇所给的配对码再输一遍"), "code-form", "code"
    ),
    "code-wrong": lambda: Refused(
        _("镇所不认这个配对码"), _("请向镇所核对配对码，以及本台的村代码和字母"), "code-wrong", "code"
    ),
    "code-used": lambda: Refused(
        _("这个配对码已经被别的电脑用过"), _("请马上告诉镇所，另要一个配对码"), "code-used", "code"
    ),
    "code-expired": lambda: Refused(_("这个配对码过期了"), _("请向镇所另要一个配对码"), "code-expired", "code"),
    "code-not-proven": lambda: Refused(
        _("回话的不知道配对码，不是镇所"), _("请向镇所核对网址，配对码不要告诉别人"), "code-not-proven", "township_url"
    ),
    "invite-none": lambda: Refused(
        _("U 盘上没有给本台的配对文件"), _("请镇所把本台的配对文件写到这个 U 盘上"), "invite-none"
    ),
    "invite-damaged": lambda: Refused(
        _("配对文件坏了，或被改动过，没有用"), _("请镇所重写一次，当面交给你"), "invite-damaged"
    ),
    "invite-foreign": lambda: Refused(
        _("这个配对文件是给别的协办台的"), _("请镇所核对本台的村代码和字母，重写一次"), "invite-foreign"
    ),
    "invite-expired": lambda: Refused(
        _("这个配对文件过期了"), _("先看电脑的日期对不对；日期对，就请镇所重写一次"), "invite-expired"
    ),
    "invite-other": lambda: Refused(
        _("本台已经和另一个镇所配对，不能用 U 盘改"), _("请打电话问镇所；要换镇所，请联网用配对码"), "invite-other"
    ),
    "past-damaged": lambda: Refused(
        _("U 盘上取回的旧记录缺了或坏了，一条也没有用"),
        _("请把 U 盘送回镇所，请他们再收一次，写好拿回来再读"),
        "past-damaged",
    ),
    "key-revoked": lambda: Refused(
        _("镇所停用了这台电脑，不再收它的记录"), _("记录都还在本机。请打电话问镇所，再要配对码"), "key-revoked"
    ),
    "key-replaced": lambda: Refused(
        _("镇所已经让另一台电脑顶替了本台"), _("请先打电话问镇所；本机还要用，就再要一个配对码"), "key-replaced"
    ),
    "no-such-upload": lambda: Refused(
        _("镇所还没有这份附件"), _("它可能还在添加它的那台电脑上，等那台电脑传到镇所再取"), "no-such-upload"
    ),
    "attachment-unnamed": lambda: Refused(
        _("镇所没有这份附件的记录"), _("请先上报，再传或取回附件"), "attachment-unnamed"
    ),
    "desk-key": lambda: Refused(_("镇所登记的是另一把密钥"), _("请向镇所要配对码，给本台再办一次配对"), "desk-key"),
    "chain-fork": lambda: Refused(
        _("镇所收到过另一份同名记录，本机可能是从旧备份恢复的"), _("请不要再收费，先联系镇所"), "chain-fork"
    ),
    "plain-http": lambda: Refused(
        _("外网地址必须以 https:// 开头，免得身份证号被人看到"),
        _("请向镇所要 https 地址"),
        "plain-http",
        "township_url",
    ),
    "url": lambda: Refused(_("镇所地址写得不对"), _("请向镇所核对地址"), "url", "township_url"),
}


_LOGIN_PAGE = ("not-signed", "redirect", "too-long", "http-511")
"""The errors caused by a login page or a foreign proxy. Only the signature decides who answered."""


def _words(code: str, kind: type[Exception], clock: JudgedClock | None) -> DeskError:
    if code in _BY_CODE:
        return _BY_CODE[code]()
    if kind is StickTrouble:
        return _stick_words(code)
    if kind is NotTheTownship or code == "http-511":  # network authentication required: log in first
        return _somebody_else(code, clock)
    if kind is NoLine and code.startswith("http-"):
        message, send = _("镇所那边出错了，记录都留在本机"), _("请过一会儿再用一次 send")
        return Trouble(message, _("请过一会儿再点“现在上报”"), "township_ill", by_command=send)
    if kind is NoLine:
        message, send = _("连不上镇所，记录都留在本机，一条没丢"), _("等有网了再用一次 send")
        return Trouble(message, _("等有网了再点“现在上报”"), "no_line", by_command=send)
    if kind is ChainBroken:
        message, check = _("本机流水被改动过，没有上报"), _("请用 check 做一次检查，并联系镇所")
        return Trouble(message, _("请到“设置”做一次检查，并联系镇所"), "chain", by_command=check)
    if kind is TownshipRefused:
        return Refused(_("镇所没有收这一批（{code}）").format(code=code), _("请把这行字告诉镇所"), code)
    return Trouble(_("密钥文件打不开，没有上报"), _("请联系镇所"), code)


def _stick_words(code: str) -> DeskError:
    """A stick's error in words, with its cure."""
    message, cure = _stick_troubles().get(
        code, (_("U 盘读写出错，可能接触不好或已损坏"), _("请重新插好，不行就换一个 U 盘"))
    )
    return Trouble(message, cure, code)


def _stick_troubles() -> dict[str, tuple[str, str]]:
    return {
        "stick-full": (_("U 盘满了，没有写完"), _("请换一个 U 盘，或请人腾出地方再写")),
        "stick-read-only": (_("U 盘写不进去，可能开了写保护"), _("请关掉 U 盘上的写保护开关，或换一个 U 盘")),
        "stick-gone": (_("找不到 U 盘，可能中途拔出了"), _("请插好 U 盘，从头再做一次；记录都在本机，一条没丢")),
        "stick-differs": (_("写进 U 盘的内容读回来不一样，这个 U 盘靠不住"), _("请换一个 U 盘再写")),
        "stick-odd": (_("U 盘上的 VD 文件夹不对，里面有链接或同名的文件"), _("请换一个 U 盘，或请镇所看一看")),
    }


def _somebody_else(code: str, clock: JudgedClock | None) -> DeskError:
    if code == "certificate" and clock is not None and clock.suspect:
        return Trouble(
            _("电脑日期不对（现在显示 {day}），网上认不出镇所").format(day=moments.day(clock.now.date())),
            _("请先改好电脑日期再上报；改不了的，用 U 盘照样能送"),
            "clock",
        )
    if code == "certificate":
        return Trouble(
            _("镇所网址的安全证书不对"),
            _("请核对电脑日期，再打电话问镇所；镇所用自己的根证书的，要先装进这台电脑。急的话可以用 U 盘"),
            "not_township",
        )
    if code in _LOGIN_PAGE:
        return Trouble(
            _("回话的不是镇所，像是上网登录页"), _("请先打开浏览器登录上网，再上报；记录都留在本机"), "not_township"
        )
    if code == "township-key":
        return Trouble(
            _("回话的不是本镇所，或者镇所换了密钥"),
            _("请打电话问镇所：换过密钥的，请镇所发配对码再配一次对；记录都留在本机"),
            "not_township",
        )
    return Trouble(_("回话的不是本镇所"), _("请核对镇所地址，或打电话问镇所；记录都留在本机"), "not_township")
