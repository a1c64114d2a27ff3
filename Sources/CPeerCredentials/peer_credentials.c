#define _GNU_SOURCE 1
#include "CPeerCredentials.h"

#include <errno.h>
#include <sys/socket.h>

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

int peer_credentials_get(int fd, peer_credentials *out) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    out->pid = (int32_t)credentials.pid;
    out->uid = (uint32_t)credentials.uid;
    out->gid = (uint32_t)credentials.gid;
    return 0;
}

int peer_groups_get(int fd, uint32_t *groups, int capacity) {
    _Static_assert(sizeof(gid_t) == sizeof(uint32_t), "gid_t is 32 bits on Linux");
    socklen_t length = (socklen_t)capacity * (socklen_t)sizeof(uint32_t);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &length) != 0) return -1;
    return (int)(length / sizeof(uint32_t));
}
