"""Files from people: accepted by what they contain, never by what they are called, and given back as attachments only."""

import io
import re
import struct
import unicodedata
import uuid
import warnings
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Final, Literal, Protocol

import filetype
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from PIL import Image, ImageOps, ImageSequence

from helpdesk.lib.errors import Invalid, Message

MAX_FILES: Final = 5
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
TYPES: Final = "PNG, JPEG, WebP, GIF, PDF, MP4, TXT, CSV"
# For the `accept` attribute of a file field; the server decides by content all the same.
ACCEPT: Final = ".png,.jpg,.jpeg,.webp,.gif,.pdf,.mp4,.txt,.log,.csv"
Kind = Literal["image", "document", "video", "text"]

_IMAGES: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
_EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "text/plain": "txt",
    "text/csv": "csv",
}
_TEXT_NAMES: Final = {"txt": "text/plain", "log": "text/plain", "csv": "text/csv"}
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_MARKUP: Final = re.compile(rb"^\s*(<!doctype|<html|<svg|<script|<\?xml|<\?php|#!)", re.IGNORECASE)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error, zlib.error,
)  # fmt: skip

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Upload(Protocol):
    """What `inspect` needs of a file: Django's uploads and plain binary files both fit."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept. Store `file` under `stored_name()`; an image's `file` is our own re-encoding, without metadata."""

    kind: Kind
    mime: str
    extension: str
    size: int
    name: str
    file: IO[bytes] | Upload
    width: int | None = None
    height: int | None = None

    def stored_name(self) -> str:
        """A new name nobody can guess, with no part of the sender's."""
        return f"{timezone.now():%Y/%m}/{uuid.uuid4().hex}.{self.extension}"


def _refuse(code: str, message: Message) -> Invalid:
    return Invalid(message, code=code, fields={"file": [message]})


def _too_big(limit: int) -> Invalid:
    megabytes = f"{limit / 1024 / 1024:g}"
    return _refuse(
        "file_too_big", _("The selected file must be smaller than %(limit)s MB.") % {"limit": megabytes}
    )


def _wrong_type() -> Invalid:
    return _refuse(
        "file_wrong_type", _("The selected file must be one of these types: %(types)s.") % {"types": TYPES}
    )


def _unreadable() -> Invalid:
    return _refuse(
        "file_unreadable", _("The selected file could not be opened. Check the file and try again.")
    )


def _too_many_pixels() -> Invalid:
    message = _("The selected image is too large. Use an image with fewer than %(limit)s million pixels.")
    return _refuse("image_too_large", message % {"limit": MAX_PIXELS // 1_000_000})


def inspect_all(
    files: Iterable[Upload], *, limit: int = MAX_FILES, max_bytes: int = MAX_BYTES
) -> list[Accepted]:
    """Accept every file or raise Invalid for the first that is refused."""
    chosen = list(files)
    if len(chosen) > limit:
        message = ngettext_lazy(
            "You can only select %(limit)s file at the same time.",
            "You can only select up to %(limit)s files at the same time.",
            "limit",
        )
        raise _refuse("too_many_files", message % {"limit": limit})
    return [inspect(file, max_bytes=max_bytes) for file in chosen]


def inspect(file: Upload | None, *, max_bytes: int = MAX_BYTES) -> Accepted:
    """Decide by content whether a file may be kept; raises Invalid with a code and a message for the `file` field.

    Costs one read of the file, and for an image one decoding of at most 40 million pixels.
    """
    if file is None:
        raise _refuse("no_file", _("Select a file."))
    size = file.seek(0, io.SEEK_END) or file.tell()
    file.seek(0)
    if size == 0:
        raise _refuse("file_empty", _("The selected file is empty."))
    if size > max_bytes:
        raise _too_big(max_bytes)
    name = safe_name(getattr(file, "name", None) or "")
    mime = _mime(file, name)
    file.seek(0)
    if mime in _IMAGES:
        return _image(file, mime, name, max_bytes)
    if mime == "application/pdf":
        _check_pdf(file)
    kind: Kind = {"application/pdf": "document", "video/mp4": "video"}.get(mime, "text")  # type: ignore[assignment]
    return Accepted(kind, mime, _EXTENSIONS[mime], size, name, file)


def _mime(file: Upload, name: str) -> str:
    head = file.read(8192)
    guess = filetype.guess(head)
    if guess is not None:
        if guess.mime not in _EXTENSIONS:
            raise _wrong_type()
        return str(guess.mime)
    mime = _TEXT_NAMES.get(name.rpartition(".")[2].lower())
    if mime is None or not _is_text(file, head):
        raise _wrong_type()
    return mime


def _is_text(file: Upload, head: bytes) -> bool:
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _is_utf16(head + file.read())
    while head:
        if _BINARY.search(head):
            return False
        head = file.read(1024 * 1024)
    return True


def _is_utf16(content: bytes) -> bool:
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def _check_pdf(file: Upload) -> None:
    content = file.read()
    file.seek(0)
    if _ENCRYPTED.search(content):
        raise _refuse(
            "file_protected", _("The selected file is password protected. Remove the password and try again.")
        )
    if b"%%EOF" not in content[-2048:]:
        raise _unreadable()


def _image(file: Upload, mime: str, name: str, max_bytes: int) -> Accepted:
    try:
        with Image.open(file, formats=[_IMAGES[mime]]) as image:  # type: ignore[arg-type]
            frames = getattr(image, "n_frames", 1)
            if image.width * image.height * frames > MAX_PIXELS:
                raise _too_many_pixels()
            content, (width, height) = _encoded(image, _IMAGES[mime], frames)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _BROKEN:
        raise _unreadable() from None
    size = content.getbuffer().nbytes
    if size > max_bytes:
        raise _too_big(max_bytes)
    return Accepted("image", mime, _EXTENSIONS[mime], size, name, content, width, height)


def _encoded(image: Image.Image, form: str, frames: int) -> tuple[io.BytesIO, tuple[int, int]]:
    """The same picture written anew: upright, without metadata and without anything hidden behind the pixels."""
    content = io.BytesIO()
    if frames > 1 and form in {"GIF", "WEBP"}:
        pictures = [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]
        delay = image.info.get("duration", 100)
        pictures[0].save(content, form, save_all=True, append_images=pictures[1:], duration=delay, loop=0)
        size = image.size
    else:
        upright = ImageOps.exif_transpose(image)
        picture = upright.convert(_mode(upright, form))
        picture.info.clear()
        picture.save(content, form, quality=88)
        size = picture.size
    content.seek(0)
    return content, size


def _mode(image: Image.Image, form: str) -> str:
    if form == "JPEG":
        return "L" if image.mode == "L" else "RGB"
    return "RGBA" if image.has_transparency_data else "RGB"


def safe_name(name: str, *, longest: int = 120) -> str:
    """A sender's file name made fit to show and to save: one line, no path, no hidden or reserved characters."""
    flat = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(char for char in flat if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*%;')
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if dot and 0 < len(extension) <= 10:
        return f"{stem[: longest - len(extension) - 1].rstrip('. ') or 'file'}.{extension}"
    return kept[:longest].rstrip(". ") or "file"


def attachment_response(
    file: IO[bytes],
    name: str,
    *,
    mime: str = "application/octet-stream",
    headers: Sequence[tuple[str, str]] = (),
) -> FileResponse:
    """Send a stored file so that no browser runs it: as an attachment, unsniffed, sandboxed and uncached by others.

    An <img> may still show one of our images, because browsers ignore the disposition there.
    """
    known = mime if mime in _EXTENSIONS else "application/octet-stream"
    response = FileResponse(file, as_attachment=True, filename=safe_name(name), content_type=known)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    for header, value in headers:
        response[header] = value
    return response
