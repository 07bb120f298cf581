"""PDF on a printer of Windows: each page drawn as a picture through GDI, the way every Windows driver takes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing.pdf_pictures import pdf_pictures

if TYPE_CHECKING:
    from PIL.Image import Image

    from pos_app.printing.jobs import Document

if sys.platform == "win32":  # pragma: no cover  # no Windows here to run it on
    import ctypes
    from ctypes import wintypes

    _HORZRES, _LOGPIXELSX = 8, 88
    _PRINTER_ENUM_LOCAL, _PRINTER_ENUM_CONNECTIONS = 2, 4
    _SRCCOPY, _DIB_RGB_COLORS = 0x00CC0020, 0
    _gdi = ctypes.WinDLL("gdi32", use_last_error=True)
    _spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
    _gdi.CreateDCW.restype = wintypes.HDC
    _gdi.CreateDCW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPCWSTR, ctypes.c_void_p)
    for _name in ("StartPage", "EndPage", "EndDoc", "AbortDoc", "DeleteDC"):
        getattr(_gdi, _name).argtypes = (wintypes.HDC,)
    _gdi.GetDeviceCaps.argtypes = (wintypes.HDC, ctypes.c_int)
    _gdi.StretchDIBits.argtypes = (
        wintypes.HDC, *(ctypes.c_int,) * 8, ctypes.c_void_p, ctypes.c_void_p, wintypes.UINT, wintypes.DWORD
    )  # fmt: skip

    class _DocInfo(ctypes.Structure):
        """DOCINFOW."""

        _fields_ = (
            ("size", ctypes.c_int),
            ("name", wintypes.LPCWSTR),
            ("output", wintypes.LPCWSTR),
            ("datatype", wintypes.LPCWSTR),
            ("type", wintypes.DWORD),
        )

    class _BitmapHeader(ctypes.Structure):
        """BITMAPINFOHEADER; rows of 24 bits a pixel, from the top where the height is below zero."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("width", wintypes.LONG),
            ("height", wintypes.LONG),
            ("planes", wintypes.WORD),
            ("bits", wintypes.WORD),
            ("compression", wintypes.DWORD),
            ("image_size", wintypes.DWORD),
            ("x_per_metre", wintypes.LONG),
            ("y_per_metre", wintypes.LONG),
            ("used", wintypes.DWORD),
            ("important", wintypes.DWORD),
        )

    class _PrinterInfo4(ctypes.Structure):
        """PRINTER_INFO_4W: what Windows knows without asking the printer."""

        _fields_ = (("name", wintypes.LPWSTR), ("server", wintypes.LPWSTR), ("attributes", wintypes.DWORD))

    _gdi.StartDocW.argtypes = (wintypes.HDC, ctypes.POINTER(_DocInfo))

    def printer_names() -> tuple[str, ...]:
        """The printers of this computer."""
        flags, needed, count = _PRINTER_ENUM_LOCAL | _PRINTER_ENUM_CONNECTIONS, wintypes.DWORD(), wintypes.DWORD()
        _spool.EnumPrintersW(flags, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
        buffer = ctypes.create_string_buffer(needed.value)
        asked = _spool.EnumPrintersW(flags, None, 4, buffer, needed.value, ctypes.byref(needed), ctypes.byref(count))
        found = ctypes.cast(buffer, ctypes.POINTER(_PrinterInfo4)) if asked else None
        return tuple(found[number].name for number in range(count.value)) if found else ()

    class WindowsPrinter:
        """Done means that the spooler has all of it: Windows tells no more. Codes never go there: it keeps files."""

        repeatable = False
        carries_codes = False

        def __init__(self, name: str, address: str, *, width_mm: int = 80, large: bool = False) -> None:
            self.name = name
            self._address = address
            self._width_mm = width_mm
            self._large = large

        def print(self, document: Document) -> None:
            """Raises Unavailable("printer_unreachable", "printer_aborted"), Bug("code_into_a_file") for a voucher
            slip."""
            from pos_app.printing.writers import carries_codes, comes_large, document_pdf

            if carries_codes(document):
                raise Bug("code_into_a_file")
            content = document_pdf(document, width_mm=self._width_mm, large=self._large and comes_large(document))
            device = _gdi.CreateDCW("WINSPOOL", self._address, None, None)
            if not device:
                raise Unavailable("printer_unreachable")
            try:
                _print_pages(device, content, document.name)
            finally:
                _gdi.DeleteDC(device)

    def _print_pages(device: int, content: bytes, title: str) -> None:
        dpi, width = _gdi.GetDeviceCaps(device, _LOGPIXELSX), _gdi.GetDeviceCaps(device, _HORZRES)
        info = _DocInfo(ctypes.sizeof(_DocInfo), title, None, None, 0)
        if _gdi.StartDocW(device, ctypes.byref(info)) <= 0:
            raise Unavailable("printer_unreachable")
        for page in pdf_pictures(content, dpi=dpi):
            if _gdi.StartPage(device) <= 0 or not _draw(device, page, width) or _gdi.EndPage(device) <= 0:
                _gdi.AbortDoc(device)
                raise Unavailable("printer_aborted")
        if _gdi.EndDoc(device) <= 0:
            raise Unavailable("printer_aborted")

    def _draw(device: int, page: Image, room: int) -> bool:
        """A page at its own size, smaller where the printer's paper is narrower."""
        width = min(room, page.width)
        height = page.height * width // page.width
        stride = (page.width * 3 + 3) & ~3
        rows = page.tobytes("raw", "BGR", stride, 1)
        header = _BitmapHeader(ctypes.sizeof(_BitmapHeader), page.width, -page.height, 1, 24, 0, len(rows))
        drawn = _gdi.StretchDIBits(
            device, 0, 0, width, height, 0, 0, page.width, page.height, rows, ctypes.byref(header), _DIB_RGB_COLORS,
            _SRCCOPY,
        )  # fmt: skip
        return int(drawn) > 0
