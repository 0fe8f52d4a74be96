import hashlib
import hmac
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pprint import pformat
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import keys


def test_a_key_is_made_of_32_random_bytes() -> None:
    keys.make("campaign-1")
    keys.make("campaign-2")

    assert len(keys.read("campaign-1")) == 32
    assert keys.read("campaign-1") != keys.read("campaign-2")


def test_only_its_owner_may_read_a_key(keys_folder: Path) -> None:
    keys.make("campaign-1")

    assert (keys_folder / "campaign-1.key").stat().st_mode & 0o777 == 0o600
    assert keys_folder.stat().st_mode & 0o777 == 0o700


def test_making_a_key_again_keeps_the_first() -> None:
    keys.make("campaign-1")
    first = keys.read("campaign-1")

    keys.make("campaign-1")

    assert keys.read("campaign-1") == first


def test_many_who_make_one_key_at_once_get_the_same(keys_folder: Path) -> None:
    start = Barrier(32)

    def make_and_read(_: int) -> bytes:
        start.wait()
        keys.make("campaign-1")
        return keys.read("campaign-1")

    with ThreadPoolExecutor(32) as pool:
        found = set(pool.map(make_and_read, range(32)))

    assert len(found) == 1


def test_making_a_key_leaves_no_draft_behind(keys_folder: Path) -> None:
    keys.make("campaign-1")
    keys.make("campaign-1")

    assert [path.name for path in keys_folder.iterdir()] == ["campaign-1.key"]


def test_a_lost_key_is_not_replaced() -> None:
    with pytest.raises(keys.KeyMissing) as refused:
        keys.read("campaign-1")

    assert (refused.value.status, refused.value.code) == (503, "key_missing")
    assert not keys.exists("campaign-1")


def test_half_a_key_is_no_key(keys_folder: Path) -> None:
    keys.make("campaign-1")
    (keys_folder / "campaign-1.key").write_bytes(b"half")

    with pytest.raises(keys.KeyMissing):
        keys.pseudonym("campaign-1", 7)


def test_a_destroyed_key_is_gone() -> None:
    keys.make("campaign-1")

    keys.destroy("campaign-1")

    assert not keys.exists("campaign-1")
    with pytest.raises(keys.KeyMissing):
        keys.read("campaign-1")


def test_a_key_is_overwritten_before_it_is_removed(keys_folder: Path) -> None:
    keys.make("campaign-1")
    key = keys.read("campaign-1")
    os.link(keys_folder / "campaign-1.key", keys_folder / "second-name")

    keys.destroy("campaign-1")

    assert (keys_folder / "second-name").read_bytes() != key


def test_destroying_a_key_that_is_not_there_changes_nothing() -> None:
    keys.destroy("campaign-1")

    assert not keys.exists("campaign-1")


@pytest.mark.parametrize("name", ["../secret", "a/b", "", "Campaign", "a.key", "a" * 101, "a\n"])
def test_a_name_cannot_leave_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a key"):
        keys.make(name)


def test_a_pseudonym_is_the_first_half_of_the_keyed_hash() -> None:
    keys.make("campaign-1")

    expected = hmac.new(keys.read("campaign-1"), b"7", hashlib.sha256).digest()[:16]
    assert keys.pseudonym("campaign-1", 7) == expected


def test_one_person_has_another_pseudonym_in_each_campaign() -> None:
    keys.make("campaign-1")
    keys.make("campaign-2")

    assert keys.pseudonym("campaign-1", 7) != keys.pseudonym("campaign-2", 7)
    assert keys.pseudonym("campaign-1", 7) != keys.pseudonym("campaign-1", 8)
    assert keys.pseudonym("campaign-1", 7) == keys.pseudonym("campaign-1", 7)


def test_one_person_has_another_pseudonym_for_each_purpose() -> None:
    keys.make("campaign-1")

    assert keys.pseudonym("campaign-1", 7, "vote") == keys.pseudonym("campaign-1", 7)
    assert keys.pseudonym("campaign-1", 7, "author") != keys.pseudonym("campaign-1", 7, "vote")


def test_a_key_is_never_written_out() -> None:
    keys.make("campaign-1")
    key = keys.read("campaign-1")

    assert {repr(key), str(key), f"{key}", f"{key!r}", "%s" % (key,), repr([key]), pformat({"key": key})} == {  # noqa: UP031
        "<key>",
        "[<key>]",
        "{'key': <key>}",
    }


def test_the_store_is_a_setting(settings: Any, keys_folder: Path) -> None:
    settings.COCREATE_KEY_STORE = "tests.core.stores.Memory"

    keys.make("campaign-1")
    key = keys.read("campaign-1")
    keys.make("campaign-1")
    same = keys.read("campaign-1") == key
    keys.destroy("campaign-1")

    assert (len(key), same, keys.exists("campaign-1")) == (32, True, False)
    assert not keys_folder.exists()


@pytest.mark.parametrize("path", ["core.keys.NoStore", "no.such.module.Store"])
def test_a_store_that_does_not_exist_is_named(path: str, settings: Any) -> None:
    settings.COCREATE_KEY_STORE = path

    with pytest.raises(ImproperlyConfigured, match="COCREATE_KEY_STORE"):
        keys.store()


def test_a_store_that_does_not_answer_refuses_and_leaves_a_line(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.COCREATE_KEY_STORE = "tests.core.stores.Away"

    with pytest.raises(keys.KeyMissing):
        keys.make("campaign-1")
    with pytest.raises(keys.KeyMissing):
        keys.pseudonym("campaign-1", 7)

    assert not keys.exists("campaign-1")
    assert {record.levelname for record in caplog.records} == {"CRITICAL", "WARNING"}


def test_a_file_that_may_not_be_read_is_a_missing_key(keys_folder: Path) -> None:
    (keys_folder / "campaign-1.key").mkdir(parents=True)

    with pytest.raises(keys.KeyMissing):
        keys.read("campaign-1")
