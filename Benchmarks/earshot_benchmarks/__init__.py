"""Earshot beside its peers, in the same runs on the same machine; `make bench` and `make parity`."""
