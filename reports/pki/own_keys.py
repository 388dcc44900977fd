"""Khóa của chính hạ tầng trình diễn: certomancer loads and uses them without proving each anew.

OpenSSL checks the numbers of a private key for 50 ms whenever it is loaded, and certomancer
loads one several times a certificate. These keys were made here, by us, and are files of
ours with mode 0600: nobody else's key ever comes this way.
"""

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PrivateKeyInfo, PublicKeyInfo
from certomancer import crypto_utils
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)


class OwnKeys(crypto_utils.PycaCryptographyBackend):
    """RSA keys in PEM without a passphrase, and signatures in PKCS #1 v1.5."""

    def load_private_key(
        self, key_bytes: bytes, password: bytes | None
    ) -> tuple[PrivateKeyInfo, PublicKeyInfo]:
        key = load_pem_private_key(
            key_bytes, password, unsafe_skip_rsa_key_validation=True
        )
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        return PrivateKeyInfo.load(private), PublicKeyInfo.load(public)

    def generic_sign(
        self,
        private_key: PrivateKeyInfo,
        tbs_bytes: bytes,
        sd_algo: SignedDigestAlgorithm,
    ) -> bytes:
        if sd_algo.signature_algo != "rsassa_pkcs1v15":
            return super().generic_sign(private_key, tbs_bytes, sd_algo)
        key = load_der_private_key(
            private_key.dump(), None, unsafe_skip_rsa_key_validation=True
        )
        assert isinstance(key, RSAPrivateKey)
        digest = getattr(hashes, sd_algo.hash_algo.upper())()
        return key.sign(tbs_bytes, PKCS1v15(), digest)


def use() -> None:
    """From now on, in this process."""
    crypto_utils.CRYPTO_BACKEND = OwnKeys()
