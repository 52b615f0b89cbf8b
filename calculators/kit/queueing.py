"""The M/M/c queue: requests that arrive at random and wait for one of several equal servers (Erlang 1917).

`load` is the offered load: arrivals a second times seconds of service, the number of servers kept busy on average.
SciPy checks these functions in the tests.
"""

import math
from collections.abc import Iterator

# Erlang's recursion forgets where it began: from this many standard deviations below the load on, nothing of the
# start is left in the result.
DEVIATIONS_BELOW = 9
# Beyond this the chance of waiting is 0 to every digit.
FORGOTTEN = 1e300


def wait_probability(load: float, servers: int) -> float:
    """The chance that a request has to wait (Erlang C), for a load below the number of servers."""
    for candidate, probability in _growing(load):
        if candidate == servers or probability == 0:
            return probability
    raise AssertionError("the chance of waiting falls to 0 before the servers run out")


def share_in_time(load: float, servers: int, slack: float, probability: float) -> float:
    """The share of requests that wait no longer than `slack`, in service times, where `probability` have to wait."""
    return 1 - probability * math.exp(-(servers - load) * slack)


def servers_for(load: float, slack: float, share: float) -> int:
    """The fewest servers with which `share` of requests wait no longer than `slack`, in service times."""
    for servers, probability in _growing(load):
        if share_in_time(load, servers, slack, probability) >= share:
            return servers
    raise AssertionError("the chance of waiting falls below any share")


def _growing(load: float) -> Iterator[tuple[int, float]]:
    """The chance of waiting for every number of servers above `load`, until it is 0.

    The inverse of Erlang's B by its recursion, which is stable: y(c) = 1 + y(c − 1)·c/load. Then C = B/(1 − ρ(1 − B)).
    It ends some 40·√load servers above the load, where y passes all bounds.
    """
    servers = max(0, math.floor(load - DEVIATIONS_BELOW * math.sqrt(load)))
    inverse = 1.0
    while True:
        servers += 1
        inverse = 1 + inverse * servers / load if load else math.inf
        if servers <= load:
            continue
        if inverse > FORGOTTEN:
            yield servers, 0.0
            return
        blocked = 1 / inverse
        yield servers, blocked / (1 - load / servers * (1 - blocked))
