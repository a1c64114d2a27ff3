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
            { transaction in
                let value = try change(transaction)
                try reply?.keep(value, in: transaction)
                return value
            },
            published: published
        )
    }
}
