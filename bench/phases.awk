# SPDX-License-Identifier: MIT
# phases.awk - from a trace of one miss to its phases: "NUMBER|PHASE|ms" lines.
# A phase ends with the system call that the next one begins with; the worker is
# the process that is not the first one.

function ends(phase, name) {
    if (phase != expected)
        return
    printf "%d|%s|%.3f\n", phase, name, ($2 - began) * 1000
    began = $2
    expected++
}

NR == 1 { front = $1; began = $2; expected = 1 }
/prctl\(PR_SET_DUMPABLE/ && $1 == front { ends(1, "`walr-cred` is loaded") }
/execve\(/ && $1 != front { ends(2, "profile, cache, lock; the worker starts") }
/prctl\(PR_SET_DUMPABLE/ && $1 != front { ends(3, "the worker's libraries are loaded") }
/connect\(.*AF_UNIX/ { ends(4, "its request is read") }
/connect\(.*AF_INET/ { ends(5, "keyring: bus, encrypted session, look-up") }
/sendto\(/ && expected == 6 { ends(6, "TLS is set up, with the CA store"); sent = 0 }
/sendto\(/ && expected == 7 && ++sent == 3 { ends(7, "TLS handshake") }
/exit_group\(/ && $1 != front { ends(8, "the request and its answer") }
/renameat\(/ { ends(9, "the worker ends; the record is stored") }
/exit_group\(/ && $1 == front { ends(10, "the answer is printed") }
