"""A cable between two network namespaces, with everything that can be wrong with one.

    python3 link.py NAMESPACE_A ADDRESS_A NAMESPACE_B ADDRESS_B DEVICE

Packets travel between two TUN devices through this process, which can slow, delay, lose or swallow
them, like `tc netem` (which not every kernel has). Orders come as lines of JSON on the standard
input, for both ways: {"kbps": 1500, "delayMs": 20, "jitterMs": 0, "loss": 0.05, "cut": false}.
What waits for its turn is bounded to `queueMs` of the rate, as in a router; what comes beyond is lost.
"""
import ctypes, fcntl, heapq, json, os, random, select, struct, subprocess, sys, time

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 0x0001, 0x1000, 0x40000000
LEAST_QUEUE_BYTES = 30_000
libc = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    handle = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    if libc.setns(handle, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
    os.close(handle)


def open_tun(namespace, address, peer, device):
    enter(namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    for command in (
        "ip link set lo up",
        f"ip addr add {address} peer {peer} dev {device}",
        f"ip link set {device} mtu 1500 txqueuelen 1000 up",
        # What Windows, macOS and most of Linux send by, whatever this machine has chosen.
        f"ip route replace {peer} dev {device} src {address} congctl cubic",
        # A host may have several cables.
        f"ip route add default via {peer} metric {address.split('.')[2]}",
    ):
        subprocess.run(command.split(), check=True)
    return tun


class Way:
    """One direction."""

    def __init__(self, out):
        self.out, self.heap, self.count = out, [], 0
        self.free_at = self.last_at = 0.0
        self.waiting = 0

    def take(self, packet, now, how):
        if how["cut"] or random.random() < how["loss"]:
            return
        size = len(packet)
        if how["kbps"]:
            bytes_per_second = how["kbps"] * 125
            limit = max(LEAST_QUEUE_BYTES, bytes_per_second * how["queueMs"] / 1000)
            if (self.free_at - now) * bytes_per_second > limit:
                return
            self.free_at = max(now, self.free_at) + size / bytes_per_second
        else:
            self.free_at = now
        late = (how["delayMs"] + random.uniform(-1, 1) * how["jitterMs"]) / 1000
        # Packets of one way never overtake each other.
        self.last_at = max(self.last_at, self.free_at + max(0.0, late))
        self.count += 1
        heapq.heappush(self.heap, (self.last_at, self.count, packet))

    def give(self, now, how):
        while self.heap and self.heap[0][0] <= now:
            packet = heapq.heappop(self.heap)[2]
            if how["cut"]:
                continue
            try:
                os.write(self.out, packet)
            except OSError:
                pass


def main():
    name_a, address_a, name_b, address_b, device = sys.argv[1:6]
    a = open_tun(name_a, address_a, address_b, device)
    b = open_tun(name_b, address_b, address_a, device)
    ways = {a: Way(b), b: Way(a)}
    how = {"kbps": 0, "delayMs": 5, "jitterMs": 0, "loss": 0.0, "cut": False, "queueMs": 300}
    orders = b""
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        due = min((way.heap[0][0] for way in ways.values() if way.heap), default=now + 1)
        readable, _, _ = select.select([a, b, sys.stdin], [], [], max(0.0, due - now))
        now = time.monotonic()
        for source in readable:
            if source is sys.stdin:
                data = os.read(sys.stdin.fileno(), 65536)
                if not data:
                    return
                *lines, orders = (orders + data).split(b"\n")
                for line in lines:
                    how.update(json.loads(line))
                    for way in ways.values():
                        way.free_at = min(way.free_at, now + 1)
                continue
            for _ in range(64):
                try:
                    ways[source].take(os.read(source, 65536), now, how)
                except BlockingIOError:
                    break
        for way in ways.values():
            way.give(time.monotonic(), how)


main()
