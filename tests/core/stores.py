"""Stores of keys that fail in one way each, as `COCREATE_KEY_STORE` may name one."""

from core.keys import FileStore


class Deaf(FileStore):
    """Keeps keys, and cannot be reached to destroy one."""

    def destroy(self, name: str) -> None:
        raise OSError


class DeafOnce(FileStore):
    """Cannot be reached the first time."""

    calls = 0

    def destroy(self, name: str) -> None:
        self.calls += 1
        if self.calls == 1:
            raise OSError
        super().destroy(name)


class Killed(FileStore):
    """The process ends when it would destroy a key."""

    def destroy(self, name: str) -> None:
        raise KeyboardInterrupt


class Away(FileStore):
    """Cannot be reached at all."""

    def make(self, name: str, key: bytes) -> None:
        raise OSError

    def exists(self, name: str) -> bool:
        raise OSError

    def read(self, name: str) -> bytes | None:
        raise OSError


class Locked(FileStore):
    """Has the keys, and may not read them."""

    def read(self, name: str) -> bytes | None:
        raise PermissionError


class Counting(FileStore):
    """Counts how often a key is read."""

    reads = 0

    def read(self, name: str) -> bytes | None:
        Counting.reads += 1
        return super().read(name)


class Memory:
    """Keeps keys in memory: the least that a store must do."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}

    def make(self, name: str, key: bytes) -> None:
        self.keys.setdefault(name, key)

    def exists(self, name: str) -> bool:
        return name in self.keys

    def read(self, name: str) -> bytes | None:
        return self.keys.get(name)

    def destroy(self, name: str) -> None:
        self.keys.pop(name, None)
