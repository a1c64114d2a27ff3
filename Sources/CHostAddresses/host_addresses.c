#define _GNU_SOURCE 1
#include "CHostAddresses.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/// The address in a socket's; of length 0 for other families.
static host_address read_address(const struct sockaddr *socket_address) {
    host_address address = {.length = 0};
    if (socket_address == NULL) return address;
    if (socket_address->sa_family == AF_INET) {
        address.length = 4;
        memcpy(address.bytes, &((const struct sockaddr_in *)socket_address)->sin_addr, 4);
    } else if (socket_address->sa_family == AF_INET6) {
        address.length = 16;
        memcpy(address.bytes, &((const struct sockaddr_in6 *)socket_address)->sin6_addr, 16);
    }
    return address;
}

static int is_known(const host_address *addresses, int32_t count, const host_address *address) {
    for (int32_t i = 0; i < count; i++) {
        if (memcmp(&addresses[i], address, sizeof *address) == 0) return 1;
    }
    return 0;
}

int host_addresses_get(const char *name, host_address *addresses, int32_t capacity, int32_t *count) {
    struct addrinfo hints = {.ai_flags = AI_ADDRCONFIG, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    *count = 0;
    int code = getaddrinfo(name, NULL, &hints, &list);
    if (code != 0) return code;
    for (const struct addrinfo *next = list; next != NULL && *count < capacity; next = next->ai_next) {
        host_address address = read_address(next->ai_addr);
        if (address.length > 0 && !is_known(addresses, *count, &address)) addresses[(*count)++] = address;
    }
    freeaddrinfo(list);
    return 0;
}
