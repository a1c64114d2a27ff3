// Claims and changes are JSON values, and callers and entries have IP addresses, so whoever uses the model can use them
// too.
@_exported public import IPAddresses
@_exported public import JSON
