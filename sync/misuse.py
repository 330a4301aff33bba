"""Click's messages about a mistyped command, in Chinese, for the desk's and the township's command lines.

They are a catalogue beside this module (``words/zh_CN/LC_MESSAGES/click.po``; ``make words`` compiles it). A message
that a newer click words differently is shown in English.
"""

import gettext
import os
from pathlib import Path

_DOMAIN = "click"
_WORDS = Path(__file__).with_name("words")


def in_chinese() -> None:
    """From now on click speaks Chinese. To be called before a command is made: some of its words are taken then.

    Click asks gettext for the catalogue of the process and the language of the environment, so both are set, whatever
    the machine's language is. Programs that this one starts inherit the language.
    """
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(_DOMAIN, str(_WORDS))
    gettext.textdomain(_DOMAIN)
