// Claims and changes are JSON values, so whoever uses the model can use them too.
@_exported public import JSON
