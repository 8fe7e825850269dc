"""A TrueType font that stays one font in the PDF, however many characters are used.

reportlab's own TTFont cuts a font into pieces of 256 characters. In a file of thousands of Korean
names that is dozens of pieces, and a name that meets two of them is torn apart when somebody
searches or copies it. Here characters have two-byte codes (a Type 0 font), so a name is one string.
"""

from __future__ import annotations

import struct
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont

_USUAL_WIDTH = 920  # of a Hangul syllable here, in thousandths of an em
_CMAP_BLOCK = 100  # entries that one bfchar section may hold


class WholeFont(TTFont):  # type: ignore[misc]
    """Like reportlab's TTFont, with one subset for each file instead of one per 256 characters."""

    def splitString(  # noqa: N802
        self,
        text: str,
        doc: Any,
        encoding: str = "utf-8",
    ) -> list[tuple[int, bytes]]:
        """Return the text in this file's codes; characters get theirs at their first use."""
        state = self.state.get(doc)
        if state is None:
            state = self.state[doc] = _State()
        codes = state.codes
        return [(0, struct.pack(f">{len(text)}H", *[codes[char] for char in map(ord, text)]))]

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font to a finished file, with the characters that it uses."""
        state = self.state.pop(doc)
        (characters,) = state.subsets
        name = f"FESTAA+{self.face.name.decode('ascii')}"
        descendant = _dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=f"/{name}",
            CIDSystemInfo=_dictionary(
                Registry=pdfdoc.PDFString("Adobe"),
                Ordering=pdfdoc.PDFString("Identity"),
                Supplement=0,
            ),
            DW=_USUAL_WIDTH,
            W=self._widths(characters),
            CIDToGIDMap=_stream(doc, self._glyph_numbers(characters)),
            FontDescriptor=self.face.addSubsetObjects(doc, name, characters),
        )
        font = _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{name}",
            Encoding="/Identity-H",
            DescendantFonts=pdfdoc.PDFArray([doc.Reference(descendant)]),
            ToUnicode=_stream(doc, _to_unicode(characters)),
        )
        fonts = doc.idToObject[pdfdoc.BasicFonts].dict
        fonts[f"{state.internalName}+0"] = doc.Reference(font)

    def _widths(self, characters: list[int]) -> Any:
        """Return the widths of all codes that are not as wide as a syllable."""
        widths: list[Any] = []
        for code, char in enumerate(characters):
            width = self.face.getCharWidth(char)
            if width != _USUAL_WIDTH:
                widths += [code, f"[{width:g}]"]
        return pdfdoc.PDFArray(widths)

    def _glyph_numbers(self, characters: list[int]) -> bytes:
        """Return the glyph of each code, numbered as TTFontFile.makeSubset numbers them."""
        numbers = {0: 0}
        glyphs = [self.face.charToGlyph.get(char, 0) for char in characters]
        for glyph in glyphs:
            numbers.setdefault(glyph, len(numbers))
        return struct.pack(f">{len(glyphs)}H", *[numbers[glyph] for glyph in glyphs])


class _State:
    """The characters of one file, in the order of their codes; the names are reportlab's."""

    namePrefix = "F"  # noqa: N815
    internalName: str | None = None  # noqa: N815

    def __init__(self) -> None:
        self.subsets: list[list[int]] = [[0]]
        self.codes = _Codes(self.subsets[0])


class _Codes(dict[int, int]):
    """The code of each character: the next number for one that was not used yet."""

    def __init__(self, characters: list[int]) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, char: int) -> int:
        self[char] = code = len(self._characters)
        self._characters.append(char)
        return code


def _to_unicode(characters: list[int]) -> bytes:
    """Return the table that tells readers which character each code stands for."""
    entries = [
        f"<{code:04X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(characters)
        if code
    ]
    blocks = (entries[at : at + _CMAP_BLOCK] for at in range(0, len(entries), _CMAP_BLOCK))
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
    return "\n".join(lines).encode("ascii")


def _dictionary(**entries: Any) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _stream(doc: Any, content: bytes) -> Any:
    return doc.Reference(pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress]))
