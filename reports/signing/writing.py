"""Cập nhật nối tiếp: an incremental writer that writes what it is given and no more."""

from pyhanko.pdf_utils.incremental_writer import (  # noqa: TID253  the signing worker's
    IncrementalPdfFileWriter,
)

from reports.steady_reader import SteadyReader


class PlainWriter(IncrementalPdfFileWriter):
    """pyHanko's writer without its stamp in the metadata.

    The paper's title, producer and PDF/A claim were fixed when it was rendered; a change
    to them in every revision would only have to be explained by whoever verifies.
    """

    def _update_meta(self) -> None:
        return None


def update_of(reader: SteadyReader) -> PlainWriter:
    return PlainWriter(reader.stream, prev=reader)
