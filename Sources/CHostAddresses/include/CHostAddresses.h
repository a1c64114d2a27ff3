#ifndef C_HOST_ADDRESSES_H
#define C_HOST_ADDRESSES_H

#include <stdint.h>

/// An address of a host: 4 or 16 bytes, most significant first.
typedef struct {
    uint8_t bytes[16];
    int32_t length;
} host_address;

/// The addresses of a host by the system's resolver, in its order, without repetitions. Blocks.
///
/// Fills at most `capacity` of them and `*count`. Returns 0, or a code for gai_strerror(3).
int host_addresses_get(const char *name, host_address *addresses, int32_t capacity, int32_t *count);

#endif
