"""Keccak-256 as Ethereum uses it: hashlib's SHA-3 pads differently."""

from typing import Final

_MASK: Final = (1 << 64) - 1
_RATE: Final = 136


def _constants() -> tuple[list[int], list[int]]:
    """The round constants from their shift register, and the turns of the 24 lanes in the order they are moved."""
    register, rounds = 1, []
    for _round in range(24):
        constant = 0
        for power in range(7):
            constant |= (register & 1) << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        rounds.append(constant)
    return rounds, [(step + 1) * (step + 2) // 2 % 64 for step in range(24)]


_ROUNDS, _TURNS = _constants()


def _turned(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & _MASK


def _permute(lanes: list[int]) -> list[int]:
    """Keccak-f[1600] on 25 lanes, lane x + 5y."""
    for constant in _ROUNDS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        lanes = [
            lanes[at] ^ columns[(at + 4) % 5] ^ _turned(columns[(at + 1) % 5], 1)
            if at < 5
            else lanes[at] ^ columns[(at % 5 + 4) % 5] ^ _turned(columns[(at % 5 + 1) % 5], 1)
            for at in range(25)
        ]
        x, y, moving = 1, 0, lanes[1]
        for turn in _TURNS:
            x, y = y, (2 * x + 3 * y) % 5
            moving, lanes[x + 5 * y] = lanes[x + 5 * y], _turned(moving, turn)
        lanes = [
            lanes[at] ^ (~lanes[at - at % 5 + (at + 1) % 5] & lanes[at - at % 5 + (at % 5 + 2) % 5])
            for at in range(25)
        ]
        lanes[0] ^= constant
    return lanes


def keccak_256(message: bytes) -> bytes:
    padded = bytearray(message + b"\x01" + bytes(-(len(message) + 1) % _RATE))
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            lanes[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])
