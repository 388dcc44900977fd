"""Bản quét giao ước: the form in which it comes."""

from crispy_forms.layout import Layout
from django.utils.timezone import localdate

from campaigns.evidence import LARGEST_FILE
from reports.forms import UploadForm
from units.fields import VietnameseDateField


class ScanForm(UploadForm):
    """Bản quét của thành viên ký trên giấy."""

    undone = "Chưa nhận được bản quét"

    signed_on = VietnameseDateField(label="Ngày ký trên giấy")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"signed_on": localdate()}, **kwargs)
        self.fields["tep"].label = "Bản quét (PDF)"
        self.fields["tep"].widget.attrs["data-max-mb"] = str(LARGEST_FILE // 2**20)
        self.fields[
            "tep"
        ].help_text = "Quét đủ các trang, thấy rõ chữ ký và họ tên người ký."
        self.helper.layout = Layout("tep", "signed_on")
