"""A seccomp filter for the worker: no new process, no network, no foreign memory, no signal to another process, no file written or removed.

A classic BPF program over the system call's number; everything not named is allowed (torch and NumPy need a great deal).
See seccomp(2). x86-64 and aarch64.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from functools import cache

_ARCHES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86-64, aarch64); -1: not there
DENIED = {
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281),
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "perf_event_open": (298, 241), "bpf": (321, 280),
    "userfaultfd": (323, 282), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54),
    "utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469), "open_tree_attr": (467, 467),
    "truncate": (76, 45), "link": (86, -1), "linkat": (265, 37), "symlink": (88, -1), "symlinkat": (266, 36), "mknod": (133, -1), "mknodat": (259, 33),
    "unlink": (87, -1), "unlinkat": (263, 35), "rmdir": (84, -1), "mkdir": (83, -1), "mkdirat": (258, 34), "creat": (85, -1),
    "rename": (82, -1), "renameat": (264, 38), "renameat2": (316, 276),
    "setpriority": (141, 140), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60),
    "sethostname": (170, 161), "setdomainname": (171, 162), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "syslog": (103, 116), "setrlimit": (160, 164), "migrate_pages": (256, 238), "move_pages": (279, 239), "ioperm": (173, -1), "iopl": (172, -1),
}  # fmt: skip
ABSENT = {
    "clone3": (435, 435),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "openat2": (437, 437),  # its flags lie where a filter can't look
}
"""Answered with ENOSYS, so that the C library falls back to what can be judged."""
_CLONE, _KILL, _TGKILL, _TKILL, _PRLIMIT = (56, 220), (62, 129), (234, 131), (200, 130), (302, 261)
_OPEN, _OPENAT, _FCNTL, _IOCTL, _SETAFFINITY = (2, -1), (257, 56), (72, 25), (16, 29), (203, 122)
_CLONE_THREAD = 0x00010000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_OWNERS = ((_FCNTL, (8, 15)), (_IOCTL, (0x8901, 0x8902)))
"""F_SETOWN, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP: they have the kernel send signals, SIGKILL too, to any process of the same user."""
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_NR, _ARCH, _ARG0, _ARG1, _ARG2_LOW, _ARG2_HIGH = 0, 4, 16, 24, 32, 36


def supported() -> bool:
    """Whether this platform has a filter here."""
    return sys.platform == "linux" and platform.machine() in _ARCHES and sys.byteorder == "little"


def _op(code: int, k: int, jt: int = 0, jf: int = 0) -> bytes:
    return struct.pack("<HBBI", code, jt, jf, k)


@cache
def program(pid: int, *, writes: bool = False) -> bytes:
    """The filter for the process `pid`, as BPF instructions of 8 bytes; `writes`: files may be opened for writing (a GPU's devices)."""
    column = list(_ARCHES).index(platform.machine())
    deny, closed = _op(_RET, _ERRNO | errno.EPERM), _op(_RET, _ERRNO | errno.EACCES)  # of a file, as Landlock answers
    out = [_op(_LD, _ARCH), _op(_JEQ, list(_ARCHES.values())[column], 1, 0), deny, _op(_LD, _NR)]
    if column == 0:
        out += [_op(_JGE, 0x40000000, 0, 1), deny]  # the x32 calls: other numbers for the same things
    for table, reply in ((ABSENT, _op(_RET, _ERRNO | errno.ENOSYS)), (DENIED, deny)):
        for numbers in table.values():
            if numbers[column] >= 0:
                out += [_op(_JEQ, numbers[column], 0, 1), reply]
    # threads are allowed, processes aren't
    out += [_op(_JEQ, _CLONE[column], 0, 4), _op(_LD, _ARG0), _op(_JSET, _CLONE_THREAD, 1, 0), deny, _op(_RET, _ALLOW)]
    for numbers in (_KILL, _TGKILL, _TKILL):  # a signal to oneself (abort) is allowed
        out += [_op(_JEQ, numbers[column], 0, 4), _op(_LD, _ARG0), _op(_JEQ, pid, 1, 0), deny, _op(_RET, _ALLOW)]
    # affinity: its own only
    out += [_op(_JEQ, _SETAFFINITY[column], 0, 5), _op(_LD, _ARG0), _op(_JEQ, 0, 2, 0), _op(_JEQ, pid, 1, 0), deny, _op(_RET, _ALLOW)]  # fmt: skip
    for call, commands in _OWNERS:
        out += [_op(_JEQ, call[column], 0, 5), _op(_LD, _ARG1), *(_op(_JEQ, c, 1 - i, i) for i, c in enumerate(commands)), deny, _op(_RET, _ALLOW)]  # fmt: skip
    for call, flags in () if writes else ((_OPEN, _ARG1), (_OPENAT, _ARG2_LOW)):
        if call[column] >= 0:
            out += [_op(_JEQ, call[column], 0, 4), _op(_LD, flags), _op(_JSET, _WRITES, 0, 1), closed, _op(_RET, _ALLOW)]
    # prlimit may ask, not set: the third argument, a pointer, must be null
    out += [_op(_JEQ, _PRLIMIT[column], 0, 6), _op(_LD, _ARG2_LOW), _op(_JEQ, 0, 0, 2), _op(_LD, _ARG2_HIGH), _op(_JEQ, 0, 1, 0), deny, _op(_RET, _ALLOW)]  # fmt: skip
    return b"".join([*out, _op(_RET, _ALLOW)])


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def install(*, writes: bool = False, rehearsal: bool = False) -> bool:
    """Filter this process and its threads, for good; False where the kernel refuses, as it does an empty filter: the one of a `rehearsal`.

    For `writes` see `program`.
    """
    if not supported():
        return False
    code = program(os.getpid(), writes=writes)
    buffer = ctypes.create_string_buffer(code, len(code))
    argument = _Program(0 if rehearsal else len(code) // 8, ctypes.addressof(buffer))
    libc().prctl(38, 1, 0, 0, 0)  # no new privileges: required
    return int(libc().prctl(22, 2, ctypes.byref(argument), 0, 0)) == 0
