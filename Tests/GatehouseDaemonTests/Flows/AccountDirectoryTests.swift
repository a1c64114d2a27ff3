import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The local directory` {
    private static let admin = GatehouseModel.Actor(uid: 0, user: "root", role: .admin)

    private func withAccount(_ body: (FlowFixture, FlowRunner, Account) async throws -> Void) async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let run = try await runner.start("guests", .person())
        _ = try await runner.submit(run.id.description, ["displayName": "Mireille C.", "postalCode": "74000"])
        try await body(fixture, runner, try #require(try await fixture.accounts().first))
    }

    @Test func `an account is found by id and by address in any case`() async throws {
        try await withAccount { fixture, _, account in
            let byID = try await fixture.directory.account(account.id)
            let byAddress = try await fixture.directory.account("MIREILLE.caron1@Atelier-Lumen.EXAMPLE")
            #expect(byID == account)
            #expect(byAddress == account)
            await #expect(throws: StateError.self) { try await fixture.directory.account("nobody@b.example") }
        }
    }

    @Test func `identities that differ only after a U+0000 are different`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        for number in 1...2 {
            var person = Claims.person(number)
            person.identities = [
                Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "4417\u{0}\(number)")
            ]
            let run = try await runner.start("guests", person)
            _ = try await runner.submit(run.id.description, ["displayName": "Mireille C."])
        }
        let emails = try await fixture.accounts().map(\.email)
        #expect(emails.count == 2)
    }

    @Test func `a name with a U+0000 is listed completely`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        var person = Claims.person()
        person.attributes["displayName"] = "Mireille\u{0}Caron"
        _ = try await runner.start("guests", person)
        let names = try await runner.signUps().items.map(\.displayName)
        #expect(names == ["Mireille\u{2400}Caron"])
    }

    @Test func `an account is disabled and enabled with audit records`() async throws {
        try await withAccount { fixture, runner, account in
            let directory = fixture.directory
            let off = try await directory.setEnabled(account.id, false, reason: "left", by: Self.admin, at: .now)
            #expect(!off.isEnabled)
            let again = try await runner.start("guests", .person()).view
            #expect(again?.signUp.stage == .failed)
            let on = try await directory.setEnabled(account.email, true, reason: nil, by: Self.admin, at: .now)
            #expect(on.isEnabled)
            let audit = try await AuditLog(store: fixture.store).records(limit: 10).items
            #expect(
                audit.map(\.action).filter { $0.hasPrefix("account.") } == [
                    "account.enable", "account.disable", "account.create",
                ]
            )
        }
    }

    @Test func `an erased person is in no account or sign-up, and was never in the audit log`() async throws {
        try await withAccount { fixture, runner, account in
            let open = try await runner.start("guests", Claims(email: "mireille.caron1@atelier-lumen.example"))
            #expect(open.view?.signUp.stage == .failed)
            _ = try await fixture.directory.erase(
                account.id,
                reason: "asked by mireille.caron1@atelier-lumen.example",
                by: Self.admin,
                at: .now
            )
            let accounts = try await fixture.accounts()
            #expect(accounts.isEmpty)
            let signUps = try await runner.signUps().items
            #expect(signUps.count == 2)
            #expect(signUps.allSatisfy { $0.email == nil && $0.displayName == nil && $0.issuer == nil })
            for signUp in signUps {
                let kept = try await runner.signUp(signUp.id.description)
                #expect(kept.claims == Claims())
                #expect(kept.moments.isEmpty)
            }
            let audit = try await AuditLog(store: fixture.store).records(limit: 10).items
            #expect(audit.first?.action == "account.erase")
            #expect(!"\(audit)".contains("mireille.caron1"))
            // An erased person may sign up again.
            let anew = try await runner.start("guests", .person()).view
            #expect(anew?.signUp.stage == .form)
        }
    }

    @Test func `accounts can be filtered`() async throws {
        try await withAccount { fixture, _, _ in
            for (filter, count) in [
                ("enabled:yes", 1), ("enabled:no", 0), ("email:*@atelier-lumen.example", 1), ("flow:guests", 1),
                ("issuer:google.com", 1), ("name:*mireille*", 1), ("domain:b.example", 0), ("until:1h", 0),
            ] {
                let query = try Query(filter, for: Account.self, now: fixture.clock.now)
                let found = try await fixture.directory.list(matching: query).items
                #expect(found.count == count, "\(filter)")
            }
        }
    }
}
