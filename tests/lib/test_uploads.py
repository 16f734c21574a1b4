import io
import random
import zlib
from contextlib import suppress
from email.message import Message

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpdesk.lib.errors import Invalid
from helpdesk.lib.uploads import MAX_PIXELS, attachment_response, inspect, inspect_all, safe_name

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00\x00\x00\x08free" * 40


def picture(form, size=(40, 30), **options):
    content = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(content, form, **options)
    return content.getvalue()


def upload(content, name="photo.png"):
    return SimpleUploadedFile(name, content)


def refusal(content, name="photo.png", **options):
    with pytest.raises(Invalid) as refused:
        inspect(upload(content, name), **options)
    assert refused.value.fields["file"]
    return refused.value.code, str(refused.value.message)


@pytest.mark.parametrize(
    ("content", "name", "kind", "mime", "extension"),
    [
        (picture("PNG"), "a.png", "image", "image/png", "png"),
        (picture("JPEG"), "IMG.JPEG", "image", "image/jpeg", "jpg"),
        (picture("WEBP"), "a", "image", "image/webp", "webp"),
        (picture("GIF"), "a.exe", "image", "image/gif", "gif"),
        (PDF, "receipt.pdf", "document", "application/pdf", "pdf"),
        (MP4, "screen.mp4", "video", "video/mp4", "mp4"),
        ("Hash 提现\n".encode(), "log.txt", "text", "text/plain", "txt"),
        ("Привет".encode("cp1251"), "log.log", "text", "text/plain", "txt"),
        ("提现".encode("utf-16"), "log.txt", "text", "text/plain", "txt"),
        (b"a,b\n1,2\n", "trades.CSV", "text", "text/csv", "csv"),
    ],
)
def test_content_decides_what_a_file_is(content, name, kind, mime, extension):
    accepted = inspect(upload(content, name))
    assert (accepted.kind, accepted.mime, accepted.extension) == (kind, mime, extension)
    assert accepted.size == len(accepted.file.read()) > 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "photo.png"), (b"<html><script>alert(1)</script>", "note.txt"), (b"\xef\xbb\xbf <svg onload=x>", "a.txt"),
        (b"hello", "page.html"), (b"hello", "noname"), (b"PK\x03\x04" + b"\x00" * 60, "a.csv"), (b"a\x00b", "a.txt"), (b"\x7fELF" + b"\x00" * 60, "a.pdf"),
        (b"#!/bin/sh\nrm", "a.txt"), (b"BM" + b"\x00" * 80, "a.bmp"), (b"\xff\xfe\x00", "a.txt"),
    ],
)  # fmt: skip
def test_other_types_are_refused_and_the_message_lists_what_is_allowed(content, name):
    code, message = refusal(content, name)
    assert code == "file_wrong_type"
    assert "PNG, JPEG" in message


def test_none_empty_too_big_and_too_many_each_have_their_message():
    with pytest.raises(Invalid, match="Select a file") as refused:
        inspect(None)
    assert refused.value.code == "no_file"
    assert refusal(b"") == ("file_empty", "The selected file is empty.")
    assert refusal(b"a" * 1025, "a.txt", max_bytes=1024 * 1024 // 1024)[0] == "file_too_big"
    assert refusal(b"a" * (2 * 1024 * 1024 + 1), "a.txt", max_bytes=2 * 1024 * 1024)[1].endswith(
        "smaller than 2 MB."
    )
    with pytest.raises(Invalid, match="up to 5 files") as refused:
        inspect_all([upload(PDF)] * 6)
    assert refused.value.code == "too_many_files"
    assert len(inspect_all([upload(PDF), upload(PDF)])) == 2


@pytest.mark.parametrize("trailer", [b"/Encrypt 5 0 R", b"/Encrypt<</Filter/Standard>>", b"/Encrypt\n12 0 R"])
def test_a_password_protected_pdf_is_named_so(trailer):
    assert refusal(PDF.replace(b"/Root", trailer + b"/Root"), "a.pdf")[0] == "file_protected"


@pytest.mark.parametrize("content", [PDF[:-20], picture("PNG")[:200], picture("JPEG")[:300], picture("WEBP")[:60], picture("GIF")[:40]])  # fmt: skip
def test_a_damaged_file_is_refused_as_unreadable(content):
    assert refusal(content)[0] == "file_unreadable"


def png_header(width, height):
    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 5001), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(size):
    assert size[0] * size[1] > MAX_PIXELS
    assert refusal(png_header(*size))[0] == "image_too_large"


def test_a_picture_loses_its_metadata_its_rotation_and_what_hides_behind_it():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    original = picture("JPEG", (40, 30), exif=exif, comment=b"secret") + b"<script>alert(1)</script>"
    accepted = inspect(upload(original, "IMG.jpg"))
    stored = accepted.file.read()
    assert (accepted.width, accepted.height) == (30, 40)
    assert b"script" not in stored
    assert b"secret" not in stored
    assert b"taken at home" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


def test_text_chunks_of_a_png_are_dropped_and_transparency_stays():
    content = io.BytesIO()
    Image.new("RGBA", (5, 5), (1, 2, 3, 0)).save(content, "PNG")
    marked = content.getvalue() + b"<?php system(1) ?>"
    stored = inspect(upload(marked)).file.read()
    assert b"php" not in stored
    assert Image.open(io.BytesIO(stored)).convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_moving_picture_keeps_moving():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], duration=80)
    assert Image.open(inspect(upload(content.getvalue(), "a.gif")).file).n_frames == 3


def test_stored_names_tell_nothing_and_never_repeat():
    accepted = inspect(upload(PDF, "../../my passport.pdf"))
    names = {accepted.stored_name() for _ in range(50)}
    assert len(names) == 50
    assert all(name.endswith(".pdf") and "passport" not in name and ".." not in name for name in names)
    assert accepted.name == "my passport.pdf"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.sampled_from(["../../etc/passwd", "C:\\a\\b.pdf", "a\r\nSet-Cookie: x=1.png", "\u202egnp.exe", ".", "..", "", "a" * 500 + ".pdf", '";x="', "%00.png", "\ud800.pdf"]))  # fmt: skip
def test_any_name_gives_one_safe_header(name):
    response = attachment_response(io.BytesIO(b"x"), name, mime="text/html")
    header = response["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\r" not in header
    assert "\n" not in header
    parsed = Message()
    parsed["Content-Disposition"] = header
    shown = parsed.get_filename()
    assert shown
    assert len(safe_name(name)) <= 120
    assert not set(safe_name(name)) & set("/\\\r\n\x00\u202e")
    assert safe_name(safe_name(name)) == safe_name(name)


def test_a_file_is_sent_as_a_sandboxed_attachment_under_its_own_name():
    response = attachment_response(io.BytesIO(b"x"), "护照 2.pdf", mime="text/html")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%8A%A4%E7%85%A7%202.pdf"


def test_random_bytes_never_raise_anything_but_a_refusal():
    dice = random.Random(7)
    samples = [picture("PNG"), picture("JPEG"), picture("WEBP"), picture("GIF"), PDF, MP4]
    for _ in range(300):
        content = bytearray(dice.choice(samples))
        for _ in range(dice.randrange(1, 12)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with suppress(Invalid):
            assert inspect(upload(bytes(content))).size > 0
