"""Kho tệp: whole or not at all, and only what was put there."""

import errno
import os
import threading

import pytest

from units import filestore


def test_a_file_is_put_whole_and_read_against_its_hash(tmp_path):
    path = tmp_path / "new" / "a.bin"

    filestore.put(path, b"one")

    assert filestore.read(path, filestore.digest_of(b"one")) == b"one"
    assert [file.name for file in path.parent.iterdir()] == ["a.bin"]
    with pytest.raises(ValueError, match=r"a\.bin is not what was stored"):
        filestore.read(path, filestore.digest_of(b"two"))
    with pytest.raises(FileNotFoundError):
        filestore.read(tmp_path / "b.bin", filestore.digest_of(b"one"))


def test_a_full_disk_leaves_nothing_and_spares_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    filestore.put(path, b"old")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            filestore.put(path, b"new and longer")

    assert [file.name for file in tmp_path.iterdir()] == ["a.bin"]
    assert path.read_bytes() == b"old"


def test_two_who_put_the_same_do_not_meet(tmp_path):
    path, content = tmp_path / "a.bin", os.urandom(200_000)
    threads = [
        threading.Thread(target=filestore.put, args=(path, content)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert filestore.read(path, filestore.digest_of(content)) == content
    assert [file.name for file in tmp_path.iterdir()] == ["a.bin"]
