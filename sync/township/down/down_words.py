"""The words for a clerk when a message cannot be sent, at the command line and in the console. No I/O."""

from __future__ import annotations

from sync.agreement import verdicts
from sync.agreement.down_checks import NotSent

_WORDS = {
    "encoding": "文件不是 UTF-8，也不是 GB18030。Excel 表格请先另存为 CSV",
    "columns": "缺少必需的列，或某一格格式不对",
    "cells": "这一行的格数和表头不一样",
    "json": "JSON 格式不对",
    "month": "月份应写成 2026-11",
    "id_number": "身份证号不对",
    "name": "没有姓名",
    "total": "各项相加不等于合计",
    "twice": "同一个人出现两次",
    "lines": "名单是空的，或超过 20000 行",
    "year": "年度不对",
    "amount": "金额不对",
    "day": "日期应写成 2026-11-02",
    "title": "没有标题，请写上名单的标题",
    "channel": "渠道应为 bank、tax 或 township",
    "policy": "政策文件读不出来，或没有 id",
    "policy-place": "政策文件的区划代码（jurisdiction）不管这些村，请选本县（市、区）的政策文件：",
    "desk": "协办台名称应形如 429004103002-A",
    "too-long": "内容太长，请分开下发",
    "form-name": "请写表格的名称，最多 40 个字，如 参保登记表",
    "form-size": "表格文件是空的，或超过 5 MB",
    "form-file": "这不是 .xlsx 表格。请在 Excel 或 WPS 里打开它，另存为 .xlsx 再下发",
    "form-whom": "一张表填谁，应为 person、household、people、payouts 或 village",
    "form-piece": "表格的内容和它的校验对不上",
    "book": "请写票据的名称",
    "numbers": "号段应写成 0001-0050，两头位数相同，最多十万张",
    "numbers-given": "这些号码已经发给过",
    "field": "没有这一项，不能更正",
    "group": "组号应是数字",
    "number": "这一项应是数字",
    "formula": "开头是公式或符号（= + - @），不是正常的内容。请改成真实的内容再下发",
    "change": "要写成 项目=内容，如 group=3",
    "same-already": "账本里这个人已经是这样，更正已经发过或不用再发。请核对要改的内容",
    "person-none": "这个村没有登记这个身份证号。请核对号码，或在控制台“人员”里查他归哪个村",
    "person-several": "这个身份证号在村里不止一份登记。请先在控制台“重复”里合成一份，或改用人员编号：",
    "reason": "请写为什么更正，2 到 200 个字",
    "person_unknown": "乡镇没有收到过这个人的登记",
}


def words(reason: NotSent) -> str:
    """The mistake in words, with its line."""
    line = f"第 {reason.line} 行：" if reason.line else ""
    if reason.code == "as-said":
        return reason.detail
    if reason.code in ("numbers-given", "person-several", "policy-place"):
        return f"{_WORDS[reason.code]} {reason.detail}"
    if reason.code == "columns":
        return f"{line}{_WORDS[reason.code]}。必需的列：{reason.detail}"
    return line + (_WORDS.get(reason.code) or verdicts.reason(reason.code, reason.detail) or str(reason))
