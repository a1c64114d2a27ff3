extension StateStore {
    /// Makes a change and stores the reply for its sender, in one transaction; see `write`.
    func write<Value: Sendable>(
        weight: Int = 1024,
        keeping reply: RecordedReply<Value>?,
        _ change: @escaping @Sendable (Transaction) throws -> Value,
        published: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws -> Value {
        try await write(
            weight: weight,
            { transaction in try reply.keeping(try change(transaction), in: transaction) },
            published: published
        )
    }
}

extension Optional {
    /// Stores a reply, if there is one, and returns the value that it reports.
    fileprivate func keeping<Value>(_ value: Value, in transaction: Transaction) throws -> Value
    where Wrapped == RecordedReply<Value> {
        try self?.keep(value, in: transaction)
        return value
    }
}
