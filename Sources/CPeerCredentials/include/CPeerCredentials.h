#ifndef C_PEER_CREDENTIALS_H
#define C_PEER_CREDENTIALS_H

#include <stdint.h>

/// Who is at the other end of a connected Unix socket, as the kernel recorded it at connect().
typedef struct {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
} peer_credentials;

/// SO_PEERCRED. Returns 0, or -1 with errno set.
int peer_credentials_get(int fd, peer_credentials *out);

/// SO_PEERGROUPS: supplementary groups. Fills at most `capacity` ids and returns how many, or -1 with errno set
/// (ERANGE when there are more than `capacity`).
int peer_groups_get(int fd, uint32_t *groups, int capacity);

#endif
