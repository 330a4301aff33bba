"""What a policy says of itself and of the office on a day, in clauses: place and time, interest, the office's ways."""

from collections.abc import Iterator
from datetime import date

from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause
from village_desk.domain.policy.interest import Convention, Counting, InterestRule, Rate
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.practice import Practice
from village_desk.words import _


def place(policy: Policy, on: date) -> Iterator[Clause]:
    """Name, jurisdiction and validity of the policy itself."""
    yield Clause(_("{name}（政策 {id}）").format(name=policy.name, id=policy.id), policy.source)
    country = _("，全国") if policy.jurisdiction == "100000" else ""
    yield Clause(_("区划代码 {code}{country}").format(code=policy.jurisdiction, country=country), policy.source)
    yield Clause(_("有效期：{period}").format(period=policy.period.in_words()), policy.source)
    if not policy.period.holds(on):
        yield Clause(_("注意：{day} 不在有效期内").format(day=on), policy.source)


def interest(policy: Policy, on: date) -> Iterator[Clause]:
    """How the account bears interest, and the rates published by the day (R10)."""
    rule = valid(policy.interest, on)
    if rule is None:
        return
    words = _("计息办法 {letter}：{rate}；{counting}").format(
        letter=rule.convention.value, rate=_whose_rate(rule.convention), counting=_counting(rule.counting)
    )
    yield clauses.of(rule, words)
    jiao_up = rule.rounding is Rounding.JIAO_UP
    yield clauses.of(rule, _("利息见分进角") if jiao_up else _("利息四舍五入到分"))
    if rule.while_drawing:
        yield clauses.of(rule, _("领取期间账户余额继续计息"))
    yield from (clauses.of(rule, each) for each in _rates(rule, on))


def _whose_rate(convention: Convention) -> str:
    return {
        Convention.A: _("按当地公布的年利率"),
        Convention.B: _("按每年1月1日的一年期存款利率"),
        Convention.C: _("上年余额按一年期利率"),
        Convention.D: _("按职工养老保险的记账利率"),
        Convention.E: _("按当地公布的年利率"),
    }[convention]


def _counting(counting: Counting) -> str:
    return {
        Counting.BOOKING_MONTH: _("当年缴的从到账当月起按月计息"),
        Counting.NEXT_MONTH: _("当年缴的从到账下月起按月计息"),
        Counting.DEMAND_DAYS: _("当年缴的按天算活期利息"),
        Counting.NONE: _("当年缴的当年不计息"),
    }[counting]


def _rates(rule: InterestRule, on: date) -> Iterator[str]:
    for each in rule.rates:
        if each.year <= on.year and (each.published is None or each.published <= on):
            yield _("{year} 年利率 {rates}").format(year=each.year, rates=_percents(each))
    rate, provisional = rule.rate(on.year, on)
    if provisional:
        words = _("{year} 年的利率还没有公布，先按 {known} 年的暂算") if rate.year < on.year else _("还没有公布过利率")
        yield words.format(year=on.year, known=rate.year)


def _percents(rate: Rate) -> str:
    words = _("{percent}%").format(percent=percent(rate.yearly))
    if rate.demand:
        words += _("，活期 {percent}%").format(percent=percent(rate.demand))
    if rate.published:
        words += _("（{day} 公布）").format(day=rate.published)
    return words


def practice(policy: Policy, on: date) -> Iterator[Clause]:
    """Deadlines, season and channels, proof of life, publication, receipts, and what the coordinator is called."""
    ways = valid(policy.practice, on)
    if ways:
        yield from (clauses.of(ways, words) for words in (*_reporting(ways), *_proof(ways), *_papers(ways)))


def _reporting(ways: Practice) -> Iterator[str]:
    if ways.village_day:
        yield _("村里每月 {day} 日前把材料报乡镇").format(day=ways.village_day)
    if ways.township_day:
        yield _("乡镇每月 {day} 日前把材料报县").format(day=ways.township_day)
    if ways.season:
        yield _("缴费季：{season}").format(season=clauses.season(ways.season))
    if ways.channels:
        yield _("缴费渠道：{channels}").format(channels=_("、").join(ways.channels))


def _proof(ways: Practice) -> Iterator[str]:
    if ways.proof_months:
        yield _("领取资格每 {months} 个月认证一次").format(months=ways.proof_months)
    if ways.proof_grace_months:
        yield _("没按时认证的，宽限 {months} 个月").format(months=ways.proof_grace_months)
    yield _("停发以后补认证的，停发的月份补发") if ways.proof_back_paid else _("停发以后补认证的，只补发宽限的月份")


def _papers(ways: Practice) -> Iterator[str]:
    if ways.publication_days:
        yield _("公示 {days} 天").format(days=ways.publication_days)
    yield _("收据一式 {copies} 联").format(copies=ways.receipt_copies)
    yield _("村里经办人称“{title}”").format(title=ways.coordinator_title)
