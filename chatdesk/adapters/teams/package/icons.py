"""Our icons, drawn by distance: a speech bubble with a clock's hands in it.

Each shape is a function that tells how far a point is outside it (negative inside), in units
where the picture is 1 wide; a pixel's share of a shape follows from that distance.
"""

from __future__ import annotations

import math

from chatdesk.adapters.teams.package.png import Pixel, png

NAVY = (31, 58, 95)
_DEEP = (20, 38, 66)
_WHITE = (255, 255, 255)
_AMBER = (255, 179, 64)

Point = tuple[float, float]

_MIDDLE: Point = (0.5, 0.475)
_MINUTE_END: Point = (0.5, 0.345)
_HOUR_END: Point = (0.585, 0.53)
_TAIL_AT = math.radians(132)
_TAIL_LENGTH = 1.32
_ROUNDING = 0.012
_OUTLINE_SCALE = 0.68


def color_icon(size: int = 192) -> bytes:
    """The coloured icon: the mark within the middle, for Teams cuts the edges round."""

    def pixel(x: int, y: int) -> Pixel:
        point = _point(x, y, size)
        shade = _between(NAVY, _DEEP, point[1])
        shade = _over(shade, _WHITE, _share(_bubble(point, 0.275), size))
        shade = _over(shade, NAVY, _share(_segment(point, _MIDDLE, _MINUTE_END, 0.026), size))
        shade = _over(shade, NAVY, _share(_segment(point, _MIDDLE, _HOUR_END, 0.026), size))
        shade = _over(shade, _AMBER, _share(_disc(point, _MIDDLE, 0.045), size))
        return (*shade, 255)

    return png(size, pixel)


def outline_icon(size: int = 32) -> bytes:
    """The outline: white lines on nothing."""

    def pixel(x: int, y: int) -> Pixel:
        point = _point(x, y, size)
        # Larger than in the coloured icon: nothing is cut off here.
        near = (_MIDDLE[0] + (point[0] - 0.5) * _OUTLINE_SCALE, _MIDDLE[1] + (point[1] - 0.46) * _OUTLINE_SCALE)
        line = abs(_bubble(near, 0.275)) - 0.019
        hands = min(_segment(near, _MIDDLE, _MINUTE_END, 0.019), _segment(near, _MIDDLE, _HOUR_END, 0.019))
        alpha = round(255 * _share(min(line, hands) / _OUTLINE_SCALE, size))
        return (*_WHITE, alpha)

    return png(size, pixel)


def _point(x: int, y: int, size: int) -> Point:
    return (x + 0.5) / size, (y + 0.5) / size


def _share(distance: float, size: int) -> float:
    """How much of a pixel lies in the shape, 0 to 1: the edge is one pixel wide."""
    return min(1.0, max(0.0, 0.5 - distance * size))


def _disc(point: Point, middle: Point, radius: float) -> float:
    return math.dist(point, middle) - radius


def _bubble(point: Point, radius: float) -> float:
    """A round bubble; the sides of its tail, at the lower left, leave the circle without an edge."""
    inner = radius - _ROUNDING
    spread = math.acos(1 / _TAIL_LENGTH)
    tail = _triangle(
        point,
        _around(inner * _TAIL_LENGTH, _TAIL_AT),
        _around(inner, _TAIL_AT + spread),
        _around(inner, _TAIL_AT - spread),
    )
    return min(_disc(point, _MIDDLE, radius), tail)


def _around(radius: float, angle: float) -> Point:
    return _MIDDLE[0] + radius * math.cos(angle), _MIDDLE[1] + radius * math.sin(angle)


def _segment(point: Point, start: Point, end: Point, half_width: float) -> float:
    """A line with round ends."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    from_x, from_y = point[0] - start[0], point[1] - start[1]
    share = (from_x * along_x + from_y * along_y) / (along_x**2 + along_y**2)
    share = min(1.0, max(0.0, share))
    return math.hypot(from_x - share * along_x, from_y - share * along_y) - half_width


def _triangle(point: Point, *corners: Point) -> float:
    """A triangle whose corners go clockwise on the screen, slightly rounded."""
    edges = tuple(zip(corners, (*corners[1:], corners[0]), strict=True))
    sides = [
        ((end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]))
        for start, end in edges
    ]
    nearest = min(_segment(point, start, end, 0.0) for start, end in edges)
    return (-nearest if all(side >= 0 for side in sides) else nearest) - _ROUNDING


def _between(first: tuple[int, int, int], second: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _over(below: tuple[int, int, int], above: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    return _between(below, above, share)
