# SPDX-License-Identifier: MIT
"""The most stack that a function can take, from what g++ writes with -fcallgraph-info=su."""

import re

from problem import Problem

# What is called without being compiled here: the C library's and the compiler's functions. None was seen to take more.
LIBRARY_BYTES = 64


def read(path):
    """Bytes of stack of each function, and the functions that each calls."""
    sizes, calls = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            node = re.match(r'node: \{ title: "([^"]*)" label: "([^"]*)"', line)
            edge = re.match(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', line)
            if node:
                size = re.search(r"(\d+) bytes \((static|dynamic|dynamic,bounded)\)", node[2])
                if size and size[2] == "dynamic":
                    raise Problem(f"{path}: the stack of {node[1]} has no bound")
                sizes[node[1]] = int(size[1]) if size else LIBRARY_BYTES
            elif edge:
                calls.setdefault(edge[1], set()).add(edge[2])
    return sizes, calls


def deepest(path, name):
    """The bound of the function whose name contains `name`."""
    sizes, calls = read(path)
    roots = [function for function in sizes if name in function]
    if len(roots) != 1:
        raise Problem(f"{path}: {len(roots)} functions are called {name}, where there should be one")
    known = {}

    def bound(function, callers):
        if function in callers:
            raise Problem(f"{path}: {function} calls itself, so its stack has no bound")
        if function not in known:
            below = [bound(callee, callers | {function}) for callee in calls.get(function, ())]
            known[function] = sizes.get(function, LIBRARY_BYTES) + max(below, default=0)
        return known[function]

    return bound(roots[0], frozenset())
