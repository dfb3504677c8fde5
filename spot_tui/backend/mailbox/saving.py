"""What came with a message, kept as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.mailbox.model import Message
    from spot_tui.backend.mailbox.service import MailboxDesk
    from spot_tui.backend.prints.service import PrintDesk

_ENDINGS = {"application/pdf": ".pdf", "image/tiff": ".tif", "text/plain": ".txt"}


async def save_attachments(
    mailbox: MailboxDesk, prints: PrintDesk, bearer: Bearer, message: Message
) -> tuple[Path, ...]:
    """Fetch all that came with a message and write it into the folder of prints; return where it is.

    The files are named by us, since a name from elsewhere may hold anything. Raises `Problem` as `fetch` and
    `PrintDesk.keep` do.
    """
    paths = []
    for attachment in message.attachments:
        content = await mailbox.fetch(bearer, message, attachment)
        ending = _ENDINGS.get(attachment.media_type, ".bin")
        paths.append(await prints.keep(content, f"{message.kind}-attachment", ending, message.claim))
    return tuple(paths)
