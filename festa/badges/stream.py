"""A reportlab canvas that writes each page to the file as soon as it is finished.

reportlab keeps every page until save(), 5 to 10 kB each: over 300 MB for a season's badges. Here a
page is compressed, written and forgotten; what stays is its place in the file, eight bytes. Pages
inherit size and resources from the root of the page tree, so a page costs 60 bytes beside its
drawing. Fonts are written last, when it is known which characters were used.
"""

from __future__ import annotations

import threading
import zlib
from array import array
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

PAGES_PER_NODE = 128
_ROOT = "PageTree"
_VERSION = (1, 6)  # the first that can ask a viewer not to scale pages for the printer

# A font face keeps a reading position while it is cut into subsets: one file at a time.
_embedding = threading.Lock()


class StreamingCanvas(Canvas):
    """A canvas for any number of pages of one size (points); the same drawing, the same bytes."""

    def __init__(self, out: BinaryIO, size: tuple[float, float], font: str) -> None:
        super().__init__(out, pagesize=size, pageCompression=1, invariant=1, initialFontName=font)
        self._doc = _StreamingDocument(out, size)
        self.setViewerPreference("PrintScaling", "None")


class _Output(pdfdoc.PDFFile):  # type: ignore[misc]
    """reportlab's file, which counts offsets, with a real file under it."""

    def __init__(self, out: BinaryIO, version: tuple[int, int]) -> None:
        super().__init__(version)
        out.write(b"".join(self.strings))
        self.strings.clear()
        self.write = out.write


class _StreamingDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    def __init__(self, out: BinaryIO, size: tuple[float, float]) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=_VERSION)
        self._output = _Output(out, self._pdfVersion)
        self._offsets = array("Q")
        self._pages = self._nodes = 0
        self._forms: list[str] = []
        self._kids: list[int] = []
        self._node_numbers: list[int] = []
        self._root = pdfdoc.PDFDictionary({"Type": "/Pages", "MediaBox": _array([0, 0, *size])})
        self.Reference(self._root, _ROOT)
        self.Catalog.Pages = self._root

    def addPage(self, page: Any) -> None:  # noqa: N802
        """Write a finished page and its drawing."""
        if not self._kids:
            self._node_numbers.append(self._next_number())
        drawing = zlib.compress(page.stream.encode("ascii"))
        self.updateSignature(drawing)
        contents, number = self._next_number(), self._next_number()
        self._write(
            contents,
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
        )
        parent = self._node_numbers[-1]
        self._write(number, b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (parent, contents))
        self._kids.append(number)
        if len(self._kids) == PAGES_PER_NODE:
            self._close_node()
        self.pageCounter += 1
        self.inObject = None

    def addForm(self, name: str, form: Any) -> None:  # noqa: N802
        """Write a drawing that pages share."""
        super().addForm(name, form)
        internal = pdfdoc.xObjectName(name)
        self._forms.append(internal)
        self._write_registered(internal)
        form.stream = form.Contents = None

    def SaveToFile(self, filename: object, canvas: Canvas) -> None:  # noqa: N802
        """Write what is left: fonts, the page tree, the catalog, the table of offsets."""
        with _embedding:
            self.GetPDFData(canvas)

    def format(self) -> bytes:
        """Called by reportlab when every font is known; the bytes are in the file already."""
        if self._kids:
            self._close_node()
        self._complete_root()
        catalog, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        while number < self.objectcounter:  # writing an object may register further ones
            number += 1
            if number > len(self._offsets) or not self._offsets[number - 1]:
                self._write_registered(self.numberToId[number])
        self._write_table(catalog, info)
        return b""

    def _complete_root(self) -> None:
        forms = {name: pdfdoc.PDFObjectReference(name) for name in self._forms}
        self._root["Kids"] = _array([f"{number} 0 R" for number in self._node_numbers])
        self._root["Count"] = self._pages
        self._root["Resources"] = pdfdoc.PDFDictionary(
            {
                "Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts),
                "XObject": pdfdoc.PDFDictionary(forms),
            }
        )

    def _close_node(self) -> None:
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        root = self.idToObjectNumberAndVersion[_ROOT][0]
        self._write(
            self._node_numbers[-1],
            b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (root, len(self._kids), kids),
        )
        self._pages += len(self._kids)
        self._kids.clear()

    def _next_number(self) -> int:
        self.objectcounter += 1
        return int(self.objectcounter)

    def _write(self, number: int, body: bytes) -> None:
        self._note(number, self._output.add(b"%d 0 obj\n%b\nendobj\n" % (number, body)))

    def _write_registered(self, name: str) -> None:
        number = self.idToObjectNumberAndVersion[name][0]
        written = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self._note(number, self._output.add(written))

    def _note(self, number: int, offset: int) -> None:
        self._offsets.extend([0] * (number - len(self._offsets)))
        self._offsets[number - 1] = offset

    def _write_table(self, catalog: Any, info: Any) -> None:
        size = len(self._offsets) + 1
        start = self._output.add(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets:
            self._output.add(b"%010d 00000 n \n" % offset)
        trailer = pdfdoc.PDFTrailer(
            startxref=start, Size=size, Root=catalog, Info=info, ID=self.ID()
        )
        self._output.add(trailer.format(self))


def _array(items: list[Any]) -> Any:
    return pdfdoc.PDFArray(items)
