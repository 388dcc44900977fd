"""Lỗi của việc ký, with no library behind them so that anyone may name them."""


class SignerUnavailable(Exception):
    """Token, HSM, timestamp or revocation service does not answer now; worth another try."""


class SigningRefused(Exception):
    """The certificate or the paper forbids signing; the text is one Vietnamese sentence."""
