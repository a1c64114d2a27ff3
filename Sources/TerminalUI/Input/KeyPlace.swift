/// Whether a key came by itself or together with others.
///
/// Pasted text reaches programs as keys where the terminal does not mark pastes. It comes as a bundle: many keys in one
/// read. A person's keys come one by one; over a slow link a few of them may come bundled.
package enum KeyPlace: Hashable, Sendable {
    /// The only key of its read.
    case alone
    /// The first key of several that came in one read, or of one read with a paste.
    case firstOfBundle
    /// A later key of such a bundle.
    case laterInBundle
}
