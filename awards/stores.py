"""Kho giấy tờ hồ sơ khen thưởng: beside the evidence of reports."""

from awards.models import DossierPaper
from units.heldfiles import HeldFiles

DOSSIERS = HeldFiles("dossier", DossierPaper, folder="ho-so-khen-thuong")
