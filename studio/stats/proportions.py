"""Intervals of shares: how many are correct, by how much two files differ on the same samples."""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

Interval = tuple[float, float]


def wilson(correct: int, total: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of ``correct / total``, within [0, 1].

    It keeps its coverage near 0 and 1 and for small samples, where the Wald interval does not.
    Without samples nothing is known: (0, 1). Raises ValueError unless 0 <= correct <= total.
    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927) 209-212; recommended by Brown, Cai, DasGupta, Statistical Science 16 (2001).
    """
    if not 0 <= correct <= total:
        raise ValueError(f"{correct} correct of {total}")
    if total == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = correct / total
    denominator = 1 + z * z / total
    center = (share + z * z / (2 * total)) / denominator
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / denominator
    return (
        0.0 if correct == 0 else max(0.0, center - half),
        1.0 if correct == total else min(1.0, center + half),
    )


def paired_difference(
    a_correct: ArrayLike, b_correct: ArrayLike, confidence: float = 0.95
) -> tuple[float, Interval]:
    """Accuracy of a minus accuracy of b on the same samples, with its interval.

    ``a_correct``, ``b_correct``: bool (samples,), aligned. Two files that err on the same samples
    are compared much more exactly than their separate intervals suggest.
    Newcombe's square-and-add interval: the Wilson limits of both shares, joined with the
    continuity-corrected correlation of the pairs. Raises ValueError on unequal or empty input.
    Source: R. G. Newcombe, "Improved confidence intervals for the difference between binomial
    proportions based on paired data", Statistics in Medicine 17 (1998) 2635-2650, method 10.
    """
    a = np.asarray(a_correct, dtype=bool).ravel()
    b = np.asarray(b_correct, dtype=bool).ravel()
    if a.size != b.size or a.size == 0:
        raise ValueError(f"{a.size} and {b.size} samples are no pairs")
    total = int(a.size)
    both = int(np.count_nonzero(a & b))
    only_a = int(np.count_nonzero(a & ~b))
    only_b = int(np.count_nonzero(~a & b))
    neither = total - both - only_a - only_b
    share_a, share_b = (both + only_a) / total, (both + only_b) / total
    low_a, high_a = wilson(both + only_a, total, confidence)
    low_b, high_b = wilson(both + only_b, total, confidence)
    phi = _corrected_phi(both, only_a, only_b, neither)
    difference = share_a - share_b
    below = _join(share_a - low_a, high_b - share_b, phi)
    above = _join(high_a - share_a, share_b - low_b, phi)
    return difference, (max(-1.0, difference - below), min(1.0, difference + above))


def _join(first: float, second: float, phi: float) -> float:
    return sqrt(max(0.0, first * first - 2 * phi * first * second + second * second))


def _corrected_phi(both: int, only_a: int, only_b: int, neither: int) -> float:
    product = (both + only_a) * (only_b + neither) * (both + only_b) * (only_a + neither)
    if product == 0:
        return 0.0
    covariance = float(both * neither - only_a * only_b)
    if covariance > 0:
        covariance = max(0.0, covariance - (both + only_a + only_b + neither) / 2)
    return covariance / sqrt(product)


def mcnemar(only_a: int, only_b: int) -> float:
    """Two-sided exact p-value that a and b are right equally often, 0 to 1.

    ``only_a``, ``only_b``: pairs that just one of the two has right; those alone tell. Under the
    null hypothesis they are a fair coin's: the binomial test, doubled. 1 where there are none.
    Raises ValueError on negative counts. Source: Q. McNemar, "Note on the sampling error of the
    difference between correlated proportions or percentages", Psychometrika 12 (1947) 153-157, in
    its exact form: Fagerland, Lydersen, Laake, BMC Medical Research Methodology 13 (2013) 91.
    """
    if only_a < 0 or only_b < 0:
        raise ValueError(f"{only_a} and {only_b} pairs")
    total, fewer = only_a + only_b, min(only_a, only_b)
    if total == 0:
        return 1.0
    tail = sum(exp(_log_choose(total, k) - total * log(2)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)


def _log_choose(total: int, k: int) -> float:
    return lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1)
