extension StateStore {
    /// Changes something; returns when the change is on stable storage.
    ///
    /// - Parameter reply: what to keep for the sender of the change, in the same transaction.
    /// - Throws: `Overloaded`, `StorageFailure`, or what `change` throws; nothing was changed then.
    func write<Value: Sendable>(
        weight: Int = 1024,
        keeping reply: RecordedReply<Value>?,
        _ change: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await write(weight: weight) { transaction in
            try reply.keeping(try change(transaction), in: transaction)
        }
    }

    /// The same; `published` is called on the writer's thread once the change is on stable storage.
    func write<Value: Sendable>(
        weight: Int = 1024,
        keeping reply: RecordedReply<Value>?,
        _ change: @escaping @Sendable (Transaction) throws -> Value,
        published: @escaping @Sendable (Value) -> Void
    ) async throws -> Value {
        try await write(
            weight: weight,
            { transaction in try reply.keeping(try change(transaction), in: transaction) },
            published: published
        )
    }
}

extension Optional {
    /// Keeps a reply, if there is one, and passes on what it reports.
    fileprivate func keeping<Value>(_ value: Value, in transaction: Transaction) throws -> Value
    where Wrapped == RecordedReply<Value> {
        try self?.keep(value, in: transaction)
        return value
    }
}
