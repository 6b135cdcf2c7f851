# SPDX-License-Identifier: MIT


class Problem(Exception):
    """What went wrong, in one sentence."""
