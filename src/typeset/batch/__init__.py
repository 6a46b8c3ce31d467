"""A manifest into originals, copies and entries of the register, by workers of one machine or of many."""

from typeset.batch.cluster import Cluster
from typeset.batch.manifest import read_manifest
from typeset.batch.pool import Limits, Pool, Serial
from typeset.batch.run import Batch, Phase
from typeset.batch.setting import Setting

__all__ = ["Batch", "Cluster", "Limits", "Phase", "Pool", "Serial", "Setting", "read_manifest"]
