"""A light load generator: one thread, plain sockets kept open, requests whose bytes are ready before they are sent."""

import selectors
import socket
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from environment import Stop

BLOCK = 1 << 18
KEPT = 25  # every so many answers are looked at as a whole
PATIENCE = 30.0
HEAD_END = b"\r\n\r\n"

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Ask:
    """A kind of request: its bytes, made anew for each, the status of a right answer and what stands in it."""

    make: Make
    status: int
    holds: bytes = b""


@dataclass
class Sample:
    """What came of one run."""

    seconds: float = 0.0
    own_seconds: float = 0.0  # processor time of the generator
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    kept: list[bytes] = field(default_factory=list)
    received: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


class Connection:
    """One client: a socket, and what has come of the answer so far."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.parts = bytearray()
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.parts.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes] | None:
        """Status and whole answer, once all of it is there."""
        block = self.socket.recv(BLOCK)
        if not block:
            raise Stop(f"the server hung up in the middle of an answer: {bytes(self.parts[:200])!r}")
        self.parts += block
        end = self.parts.find(HEAD_END)
        if end < 0 or len(self.parts) < end + len(HEAD_END) + length(self.parts, end):
            return None
        return int(self.parts[9:12]), bytes(self.parts)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """One request and its answer, waiting for it."""
        self.send(request)
        while (answer := self.receive()) is None:
            pass
        return answer


def length(parts: bytearray, end: int) -> int:
    """The length of the body that the head up to `end` announces."""
    head = bytes(parts[:end]).lower()
    place = head.find(b"\r\ncontent-length:")
    if place < 0:
        if head[9:12] in (b"204", b"304"):
            return 0
        raise Stop(f"an answer without a length: {head[:300]!r}")
    return int(head[place + 17 :].split(b"\r\n", 1)[0])


def body(answer: bytes) -> bytes:
    """The body of an answer, unpacked."""
    head, _blank, content = answer.partition(HEAD_END)
    return zlib.decompress(content, 31) if b"content-encoding: gzip" in head.lower() else content


class Clients:
    """Some connections, as many to each process of the server, that stay open from run to run."""

    def __init__(self, port: int, number: int, who: bytes, processes: int) -> None:
        """`who` asks the server which process answers."""
        self.selector = selectors.DefaultSelector()
        self.connections: list[Connection] = []
        served: Counter[bytes] = Counter()
        spare = []
        for _try in range(200 * processes):
            if len(self.connections) == number:
                break
            connection = Connection(port)
            process = body(connection.ask(who)[1])
            if served[process] < number // processes:
                served[process] += 1
                self.connections.append(connection)
            else:
                spare.append(connection)
        for connection in spare:
            connection.socket.close()
        if len(self.connections) < number:
            raise Stop("the server's processes do not share the connections")
        self.processes = [int(process) for process in served]
        for connection in self.connections:
            self.selector.register(connection.socket, selectors.EVENT_READ, connection)

    def run(self, ask: Ask, seconds: float) -> Sample:
        """Every client asks, waits for its answer and asks again for so many seconds. Raises `Stop` at a wrong one."""
        sample = Sample()
        began, own = time.perf_counter(), time.process_time()
        until = began + seconds
        for connection in self.connections:
            connection.send(ask.make())
        busy = len(self.connections)
        while busy:
            events = self.selector.select(PATIENCE)
            if not events:
                raise Stop("the server does not answer")
            for key, _mask in events:
                busy -= _step(key.data, ask, sample, until)
        sample.seconds = time.perf_counter() - began
        sample.own_seconds = time.process_time() - own
        check(ask, sample)
        return sample

    def close(self) -> None:
        for connection in self.connections:
            connection.socket.close()
        self.selector.close()


def _step(connection: Connection, ask: Ask, sample: Sample, until: float) -> bool:
    """Take what has come, and ask again; true when this client has finished."""
    answer = connection.receive()
    if answer is None:
        return False
    now = time.perf_counter()
    sample.latencies.append(now - connection.sent_at)
    sample.statuses[answer[0]] += 1
    sample.received += len(answer[1])
    if answer[0] != ask.status or len(sample.latencies) % KEPT == 1:
        sample.kept.append(answer[1])
    if now >= until:
        return True
    connection.send(ask.make())
    return False


def check(ask: Ask, sample: Sample) -> None:
    """Raise `Stop` when an answer was not what it should be."""
    wrong = {status: number for status, number in sample.statuses.items() if status != ask.status}
    if wrong:
        odd = next(kept for kept in sample.kept if int(kept[9:12]) != ask.status)
        raise Stop(f"answers with the wrong status: {wrong}; one of them: {odd[:400]!r} {body(odd)[:600]!r}")
    for kept in sample.kept:
        if ask.holds not in body(kept):
            raise Stop(f"an answer without {ask.holds!r}: {kept[:300]!r} {body(kept)[:500]!r}")
