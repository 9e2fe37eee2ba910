"""Judging code: client, zygote, examiner (trusted), worker (untrusted), codec."""
