"""Learns the weights, with scikit-learn, in a process of its own: ``python -m broadsheet.comments.scoring.fit``.

Reads one JSON object on standard input and writes one on standard output (`Task` and `Learnt` say what is in them). The
library costs about 110 MB of memory from the moment it is imported, so no process that stays imports it: this one is
started by the worker, learns, answers and ends. The same examples in the same order give the same weights.
"""

from __future__ import annotations

import sys
from typing import Any, Final, TypedDict

import numpy as np
import orjson
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from broadsheet.comments.scoring.features import PLACES

#: How freely the weights may grow (the inverse of L2 regularisation).
FREEDOM: Final = 10.0
ROUNDS: Final = 2000
#: A place that fewer comments than this share is not learnt: no weight comes from one comment alone.
LEAST_COMMENTS: Final = 2
DECIMALS: Final = 4
FOLDS: Final = 5


class Task(TypedDict):
    """Examples: `rows` holds for each its (value, places) blocks, `bad` the decisions, `groups` equal texts' numbers."""

    rows: list[list[tuple[float, list[int]]]]
    bad: list[bool]
    groups: list[int]


class Learnt(TypedDict):
    """Weights, and for each example what weights learnt without its fold say of it."""

    bias: float
    places: list[int]
    weights: list[float]
    unseen: list[float]


def learn(task: Task) -> Learnt:
    """Return what can be learnt from the examples."""
    matrix, bad = _matrix(task["rows"]), np.array(task["bad"], dtype=bool)
    folds = np.array(task["groups"]) % FOLDS
    unseen = np.zeros(len(bad))
    for fold in range(FOLDS):
        out = folds == fold
        if out.any() and len(set(bad[~out])) == 2:
            kept, model = _fitted(matrix[~out], bad[~out])
            unseen[out] = model.decision_function(matrix[out][:, kept])
    kept, model = _fitted(matrix, bad)
    weights = np.round(model.coef_[0], DECIMALS)
    some = weights != 0
    return {
        "bias": round(float(model.intercept_[0]), DECIMALS),
        "places": kept[some].tolist(),
        "weights": weights[some].tolist(),
        "unseen": np.round(unseen, DECIMALS).tolist(),
    }


def _fitted(matrix: csr_matrix, bad: Any) -> tuple[Any, LogisticRegression]:
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=PLACES) >= LEAST_COMMENTS)
    model = LogisticRegression(C=FREEDOM, class_weight="balanced", max_iter=ROUNDS)
    return kept, model.fit(matrix[:, kept], bad)


def _matrix(rows: list[list[tuple[float, list[int]]]]) -> csr_matrix:
    """Return the examples as a sparse matrix; a place that two blocks share holds the sum of both values."""
    ends = np.cumsum([0, *(sum(len(block) for _value, block in row) for row in rows)])
    where = np.array([place for row in rows for _value, block in row for place in block], dtype=np.int64)
    what = np.array([value for row in rows for value, block in row for _place in block])
    matrix = csr_matrix((what, where, ends), shape=(len(rows), PLACES))
    matrix.sum_duplicates()
    return matrix


if __name__ == "__main__":
    tasks: dict[str, Task] = orjson.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(orjson.dumps({kind: learn(task) for kind, task in tasks.items()}))
