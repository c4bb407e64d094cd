"""What a library is made from besides the texts; when any of it changes, it is built again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relall_trainer import __version__
from relall_trainer.evidence.opening import LIBRARY_FORMAT

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm


def made_from(algorithm: Algorithm) -> dict[str, str]:
    """Algorithm, library format and program version, as the table ``meta`` has them."""
    return {
        "algorithm": algorithm.pin.id,
        "algorithm_title": algorithm.title,
        "algorithm_version": algorithm.pin.version,
        "algorithm_sha256": algorithm.pin.sha256,
        "library_format": str(LIBRARY_FORMAT),
        "built_by": __version__,
    }
