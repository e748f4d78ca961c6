"""Tests of scripts/submit.sh and its jobs against a real Slurm."""
