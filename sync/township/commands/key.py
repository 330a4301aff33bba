"""``village-township key | renew-key | sign-anew``: show or replace the township's key, repair wrong signatures."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing

import click

from sync.township import frame
from sync.township.console import accounts, actions
from sync.township.console.actions import Action
from sync.township.down import down_chain
from sync.township.keys import own_key
from sync.township.keys.own_key import KeyStanding
from sync.township.store.database import Store
from sync.township.trust import renewing
from sync.township.trust.renewing import Renewal
from sync.wire import pairing

_NEXT = """新密钥做好了：{path}
请现在就另外保管一份，连同旁边的 .past 和 .before；以前保管的旧密钥不能再单独放回来。
现在可以再开 serve；还有 serve 在运行的（账本在数据库服务器上），请重新启动它。"""
_ANEW = """本所现在用这个密钥：{path}
请现在就另外保管一份。每台协办台都要重新发配对码、重新配对；以前下发的，配对后会再收到。"""
_TAKE = "以后就用这个密钥签字。认错了，各协办台会不认本所的话。协办台配对时记下的是它吗？"


@click.command(name="key", help="看本所的密钥：文件在哪里，是不是这个账本的。")
@frame.store_option
@click.option("--take", is_flag=True, help="账本里有别的密钥签过的答复时，认定这一把是本所的")
@click.option("--yes", is_flag=True, help="不再询问")
def show_key(store: str, take: bool, yes: bool) -> None:
    """Print where the key lies and whether it is the key of the books; exit 1 when it is not."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books:
        found = own_key.standing(books, frame.password())
        click.echo("\n".join(_standing_in_words(books, found)))
        if take and found.mixed:
            if not yes:
                click.confirm(_TAKE, abort=True, err=True)
            own_key.take(books, found.key)
            _log(books, Action.RENEWED_KEY, "认定本所的密钥")
            click.echo("认定了")
            return
        own_key.read(books, frame.password())


def _standing_in_words(books: Store, found: KeyStanding) -> list[str]:
    lines = [f"密钥文件：{books.key_path}", f"公钥：{_short(found.key.public)}"]
    if found.books:
        lines.append("账本认的就是它" if found.fits else f"账本认的是另一把：{_short(found.books)}")
    else:
        lines += [f"账本里由 {_short(each)} 签字的 {count} 件" for each, count in sorted(found.signers.items())]
    return lines


def _short(public: str) -> str:
    return pairing.shown(public[:16])


@click.command(
    name="renew-key",
    help="换本所的密钥（泄露了，或该换了）：先停下 serve。各协办台下次联系时自动换过去；再运行一次就看换到哪里了。",
)
@frame.store_option
@click.option("--key-lost", is_flag=True, help="原来的密钥丢了：做一把新的，每台协办台都要重新配对")
@click.option("--yes", is_flag=True, help="不再询问")
@frame.json_option
def renew_key(store: str, key_lost: bool, yes: bool, as_json: bool) -> None:
    """Begin a change of the key, or say how far it has come. Exit 1 with the reason; then the old key stands."""
    with frame.as_click_errors(), closing(frame.open_books(store, alone=True)) as books:
        if key_lost:
            _begin_anew(books, yes)
            return
        running = renewing.state(books, frame.password(), frame.now())
        found = running or _begun(books, yes)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found)))
        return
    if running is None:
        click.echo(_NEXT.format(path=books.key_path))
    click.echo(_in_words(found))


def _begun(books: Store, yes: bool) -> Renewal:
    if not yes:
        click.confirm("新密钥做好以后，旧的不能再换回来。现在换吗？", abort=True, err=True)
    begun = renewing.begin(books, frame.password(), frame.now())
    _log(books, Action.RENEWED_KEY, f"{len(begun.waiting)} 台协办台要换过去")
    return begun


def _begin_anew(books: Store, yes: bool) -> None:
    if not yes:
        click.confirm("以后每台协办台都要重新配对。原来的密钥真的找不回来了吗？", abort=True, err=True)
    own_key.begin_anew(books, frame.password(), frame.now())
    _log(books, Action.RENEWED_KEY, "原来的密钥丢了")
    click.echo(_ANEW.format(path=books.key_path))


def _in_words(begun: Renewal) -> str:
    if not begun.waiting:
        return "各协办台都已换到新密钥，旧密钥不再用了"
    names = "\n".join(f"  {each}" for each in begun.waiting)
    day = begun.until[:10]
    return f"还没有换过去的协办台 {len(begun.waiting)} 台，{day} 以前联系或送 U 盘就会换，过了要重新配对：\n{names}"


@click.command(name="sign-anew", help="下发的东西若是用别的密钥签的，村里收不到：用本所的密钥重新签好。")
@frame.store_option
@click.option("--yes", is_flag=True, help="不再询问")
def sign_anew(store: str, yes: bool) -> None:
    """Sign again the messages that desks cannot believe, and all that follow them; prints a line for each desk."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books:
        key = frame.key_of(books)
        with books.reading() as db:
            wrong = down_chain.with_foreign(db, key)
        if not wrong:
            click.echo("下发的都是用本所的密钥签的，没有要重新签的")
            return
        click.echo("\n".join(f"{desk} 有 {len(each)} 件不是用本所的密钥签的" for desk, each in wrong.items()))
        if not yes:
            click.confirm("用本所的密钥重新签好吗？内容不变", abort=True, err=True)
        with books.writing() as db:
            signed = sum(down_chain.mend(db, key, desk) for desk in wrong)
        _log(books, Action.SIGNED_ANEW, f"{signed} 件")
        click.echo(f"签好了 {signed} 件。各协办台下次联系或送 U 盘时就会收到")


def _log(books: Store, action: Action, about: str) -> None:
    """A line in the log that the console shows."""
    accounts.create(books)
    with books.writing() as db:
        actions.note(db, frame.now(), frame.AT_THE_MACHINE, action, about)
