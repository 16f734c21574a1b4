"""A mail's file in the shape the inspection takes."""

import io

from tickets.channels.email.parsing import Attachment


class NamedBytes(io.BytesIO):
    name = ""


def as_upload(attachment: Attachment) -> NamedBytes:
    file = NamedBytes(attachment.content)
    file.name = attachment.name
    return file
