"""Measurements that anybody can repeat: `python -m benchmarks`; and the run in which the engines agree."""
