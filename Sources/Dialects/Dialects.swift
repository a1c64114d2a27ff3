package import GatehouseModel

extension DialectName {
    /// The implementation. A new dialect needs one folder and one line here.
    package var dialect: any Dialect.Type {
        switch self {
        case .entraB2B: EntraB2B.self
        case .entraB2C: EntraB2C.self
        }
    }

    /// What is particular to the dialect.
    package var facts: DialectFacts { dialect.facts }
}
