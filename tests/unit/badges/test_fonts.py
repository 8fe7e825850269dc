"""The typeface has the characters of the names that come to a fair."""

from pathlib import Path
from threading import Thread

import pytest

from config import Config
from festa.badges import fonts
from festa.badges.fonts import Weight


@pytest.mark.parametrize("weight", Weight)
def test_every_hangul_syllable_has_a_glyph(weight: Weight) -> None:
    glyphs = fonts.face(weight).charToGlyph
    assert [chr(code) for code in range(0xAC00, 0xD7A4) if code not in glyphs] == []


@pytest.mark.parametrize(
    "name", ["뷁", "횰", "洪吉童", "李舜臣", "諸葛亮", "Nguyễn Thị Hương", "Иван", "ひらり", "ᄒᆞᆫ"]
)
def test_rare_syllables_hanja_and_foreign_letters_are_printed_as_they_are(name: str) -> None:
    assert fonts.drawable(name) == name
    assert fonts.undrawable(name) == ""


def test_a_name_typed_on_a_mac_is_put_together_again() -> None:
    assert fonts.drawable("\u1100\u1175\u11b7\u1106\u1175\u11ab") == "김민"


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Wałęsa", "Walesa"), ("Şeyma Yağız", "Seyma Yagiz"), ("髙橋", "高橋"), ("𝗞im", "Kim")],
)
def test_a_letter_without_a_glyph_is_printed_as_a_plainer_one(name: str, printed: str) -> None:
    assert fonts.drawable(name) == printed


def test_what_cannot_be_printed_is_marked_and_named_for_the_desk() -> None:
    assert fonts.drawable("สมชาย 😀") == "〓〓〓〓〓 〓"
    assert fonts.undrawable("สมชาย 😀 김") == "สมชาย😀"


def test_line_breaks_and_zero_width_characters_leave_no_trace() -> None:
    assert fonts.drawable(" 김\u200b민수\n\t님 ") == "김민수 님"


def test_a_missing_font_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_faces", {})
    with pytest.raises(fonts.FontsMissingError, match="make build"):
        fonts.register(tmp_path)
    with pytest.raises(fonts.FontsMissingError, match="register"):
        fonts.width("김", Weight.HEAVY)


def test_registering_again_from_many_threads_changes_nothing() -> None:
    before = {weight: fonts.face(weight) for weight in Weight}
    threads = [Thread(target=fonts.register, args=(Config.PDF_FONTS,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {weight: fonts.face(weight) for weight in Weight} == before
