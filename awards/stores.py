"""Kho giấy tờ hồ sơ, bản chụp quyết định cũ: beside the evidence of reports."""

from awards.models import DossierPaper, HonourPaper
from units.heldfiles import HeldFiles

DOSSIERS = HeldFiles("dossier", DossierPaper, folder="ho-so-khen-thuong")
SCANS = HeldFiles("honour", HonourPaper, folder="quyet-dinh-cu")
