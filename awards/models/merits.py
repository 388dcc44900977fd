"""Loại hình khen thưởng."""

from django.db import models


class Merit(models.TextChoices):
    """Loại hình khen thưởng (Điều 8 Luật Thi đua, khen thưởng số 06/2022/QH15)."""

    SERVICE = "service", "Khen thưởng công trạng"
    SUDDEN = "sudden", "Khen thưởng đột xuất"
    CAMPAIGN = "campaign", "Khen thưởng phong trào thi đua"
    DEVOTION = "devotion", "Khen thưởng quá trình cống hiến"
    TENURE = "tenure", "Khen thưởng theo niên hạn"
    FOREIGN = "foreign", "Khen thưởng đối ngoại"
