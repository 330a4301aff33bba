"""The font chain: whatever is drawn can be read back, and nothing is left out in silence."""

from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfgen.canvas import Canvas

import resources
from tests.documents.examples import NOBODY_HAS, RARE
from village_desk.documents import fonts
from village_desk.documents.lettering import Encoder
from village_desk.domain.basics.errors import Refused

LATIN_ONLY = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def test_the_map_back_to_unicode_writes_a_character_beyond_the_basic_plane_as_two_halves() -> None:
    assert "<01> <D873DC56>" in fonts.to_unicode([0, 0x2CC56])


def test_the_map_back_to_unicode_keeps_to_a_hundred_characters_a_block() -> None:
    written = fonts.to_unicode([0, *range(0x4E00, 0x4E00 + 255)])
    assert [line for line in written.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]
    assert "<FF> <4EFE>" in written


def test_a_character_that_the_first_font_lacks_is_taken_from_the_next() -> None:
    chain = fonts.Chain([LATIN_ONLY, resources.fonts()[0]])
    runs = [(font.name, run) for font, run in chain.runs("A谭少B")]
    assert runs == [("Vera", "A"), ("KurintoSansSC-Rg", "谭少"), ("Vera", "B")]
    assert not chain.is_plain("A谭")


def test_words_of_two_fonts_are_as_wide_as_their_parts() -> None:
    chain = fonts.Chain([LATIN_ONLY, resources.fonts()[0]])
    assert chain.width("A谭") == pytest.approx(chain.width("A") + chain.width("谭"))


@pytest.mark.parametrize("bold", [False, True])
def test_rare_characters_of_real_names_have_a_glyph_in_both_weights(bold: bool) -> None:
    assert [fonts.chain(bold).font_of(character).name for character in RARE]


def test_a_character_without_glyph_is_refused_naming_the_person_and_the_character() -> None:
    with pytest.raises(Refused) as refusal:
        fonts.require("谭少怀", "第 3 组", f"谭{NOBODY_HAS}怀")
    assert refusal.value.code == "no_glyph"
    assert "谭少怀" in refusal.value.message
    assert NOBODY_HAS in refusal.value.message
    assert "U+F8F0" in refusal.value.message
    assert refusal.value.cure


@pytest.mark.parametrize("bold", [False, True])
def test_the_signs_of_forms_have_a_glyph_in_both_weights(bold: bool) -> None:
    signs = "①②⑩⑴☑☐✓℃★☆※ⅠⅡⅢⅣ△◎◆◇"
    assert {fonts.chain(bold).font_of(sign).name for sign in signs} <= {"KurintoSans-Rg", "KurintoSans-Bd"}


def test_a_character_is_drawn_in_its_one_form() -> None:
    words = "葛\U000e0100文王\ue863\uf9fe"
    assert [run for _font, run in fonts.chain().runs(words)] == ["葛文王䶮茶"]
    assert fonts.chain().width(words) == fonts.chain().width("葛文王䶮茶")
    fonts.require("葛文", words)
    assert fonts.missing(f"葛\U000e0100{NOBODY_HAS}文{NOBODY_HAS}") == NOBODY_HAS


@pytest.mark.parametrize("bold", [False, True])
def test_figures_and_letters_are_encoded_without_splitting_just_as_reportlab_splits_them(bold: bool) -> None:
    canvas, font = Canvas(BytesIO()), fonts.chain(bold).first
    encoder = Encoder(canvas)
    encoder.encoded("谭少怀", font)
    printable = "".join(map(chr, range(32, 127)))
    assert encoder.encoded(printable, font) == tuple(encoder._split(printable, font))
    assert len(encoder.encoded("谭A", font)) == 1, "the first subset has room for Chinese, too"


def test_a_font_is_loaded_once() -> None:
    assert fonts.chain().first is fonts.Chain(resources.fonts()).first
