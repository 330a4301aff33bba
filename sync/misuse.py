"""What click says of a command that was typed wrongly, in Chinese, for the desk's and the township's command lines.

Click asks gettext, which looks at the machine's language; both programs speak Chinese whatever that is.
"""

from __future__ import annotations

from click import core, decorators, exceptions, formatting, parser, termui, types

_WORDS = {
    "Aborted!": "没有做，什么也没有改。",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Usage:": "用法：",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见：{command} {option}",
    "Missing command.": "没有写命令。",
    "Missing argument": "没有写参数",
    "Missing option": "没有写选项",
    "Missing parameter": "没有写参数",
    "Missing {param_type}": "没有写 {param_type}",
    "Missing parameter: {param_name}": "没有写参数：{param_name}",
    "No such option {name!r}.": "没有这个选项：{name}。",
    "No such command {name!r}.": "没有这个命令：{name}。",
    "Invalid value: {message}": "写得不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 写得不对：{message}",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "Got unexpected extra argument ({args})": "多写了：{args}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是：{possibilities}？）",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个，只写了 1 个。",
    "Argument {name!r} takes {nargs} values.": "{name} 要写 {nargs} 个。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不用写内容。",
    "Option {name!r} requires an argument.": "选项 {name} 后面没有写内容。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个内容。",
    "Choose from:\n\t{choices}": "请从这些里选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不行，只能写 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不行，请从这些里选：{choices}。",
    "{value!r} does not match the format {format}.": "{value!r} 的格式不对，应像 {format}。",
    "{value!r} does not match the formats {formats}.": "{value!r} 的格式不对，应像 {formats}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 里。",
    "{name} {filename!r} does not exist.": "找不到{name} {filename!r}。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是一个文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是一个文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 读不了。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 写不进去。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "default: {default}": "不写就是 {default}",
    "required": "必须写",
    "Show this message and exit.": "显示这些说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s，版本 %(version)s",
    "Error: invalid input": "写得不对",
    "Error: The two entered values do not match.": "两遍不一样",
    "Repeat for confirmation": "再输一遍",
}


def in_chinese() -> None:
    """From now on click speaks Chinese. To be called before a command is made: some of its words are taken then."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, said)


def _said(words: str) -> str:
    return _WORDS.get(words, words)


def _counted(one: str, many: str, count: int) -> str:
    """Chinese has one form for one and for many."""
    return _WORDS.get(one if count == 1 else many, _WORDS.get(one, many))
