"""Tệp tải lên: a file over the limit is let go while it arrives, not kept."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

FIELDS = 128 * 1024  # bytes of a request besides its file


class LimitedUpload(FileUploadHandler):
    """Stands before the other handlers; ``too_large`` tells the view afterwards."""

    def __init__(self, request: HttpRequest, largest: int):
        super().__init__(request)
        self.largest = largest
        self.too_large = False
        self.received = 0

    def handle_raw_input(
        self, input_data, META, content_length, boundary, encoding=None
    ):
        self.too_large = content_length > self.largest + FIELDS

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.too_large:
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > self.largest:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None


def limit_upload(request: HttpRequest, largest: int) -> LimitedUpload:
    """Put the limit (bytes) before the request's body is read; call it before POST is touched."""
    handler = LimitedUpload(request, largest)
    request.upload_handlers.insert(0, handler)
    return handler
