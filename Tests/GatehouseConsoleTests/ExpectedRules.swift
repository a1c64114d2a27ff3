// swift-format-ignore-file: the screens are as wide as they are.

/// The expected Rules screen and its panes, character by character.
enum ExpectedRules {
    static let inForce = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ Rules ──────────────────────────────── 4 rules · 1 in shadow · revision 14 ─┐
        │      NO MODE     RULE                 THEN    ENDPOINTS       HITS 24h LAST  │
        │▸      1 enforce  tidy names           set     all                1,877 14:01 │
        │       2 enforce  postal code          invalid request-approv…       17 13:02 │
        │       3 ◇ shadow freemail             approve request-approv…       41 12:02 │
        │       4 ○ off    old hands          ▲ allow   all                    0 never │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        ├─ tidy names ────────────────────────────────── [Rule] Hits  History  Draft  ─┤
        │ when     has(claims.givenName)                                               │
        │ then     set  changes claims; what follows goes on                           │
        │ set      givenName = claims.givenName.trim().titleCase()                     │
        │ mode     enforce  carried out                                                │
        │ at       all endpoints                                                       │
        │ hits     1,877 in 24 h, last 14:01                                           │
        │          matches 17 of the last 1,000 calls · 3 without a value              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/4 ─┘
         enter open  e edit  o new  t mode  d remove  ^T test  : cmd  ? help
        """#
    static let inForceLarge = #"""
         gatehouse ● LIVE 41/s  p95 3ms  blocked 4%                                          7 waiting, oldest 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ Rules ──────────────────────────────────────────────────────────────────────── 4 rules · 1 in shadow · revision 14 ─┐
        │      NO MODE     RULE                                        THEN    ENDPOINTS                        HITS 24h LAST  │
        │▸      1 enforce  tidy names                                  set     all                                 1,877 14:01 │
        │       2 enforce  postal code                                 invalid request-approval                       17 13:02 │
        │       3 ◇ shadow freemail                                    approve request-approval, shop-signup          41 12:02 │
        │       4 ○ off    old hands                                 ▲ allow   all                                     0 never │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        ├─ tidy names ────────────────────────────────────────────────────────────────────────── [Rule] Hits  History  Draft  ─┤
        │ when     has(claims.givenName)                                                                                       │
        │ then     set  changes claims; what follows goes on                                                                   │
        │ set      givenName = claims.givenName.trim().titleCase()                                                             │
        │ mode     enforce  carried out                                                                                        │
        │ at       all endpoints                                                                                               │
        │ hits     1,877 in 24 h, last 14:01                                                                                   │
        │          matches 17 of the last 1,000 calls · 3 without a value                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        └──────────────────────────────────────────────────────────────────────────────────────────────────────────────── 1/4 ─┘

         enter open  e edit  o new  t mode  d remove  ^T test  S simulate  / find  : cmd  ? help
        """#
    static let form = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ Rule postal code · begins a draft ──────────────────────────────────────────┐
        │ name       postal code                                                       │
        │ endpoints  request-approval                                                  │
        │ when       claims.country == "Sweden" &&                                     │
        │            !claims.postalCode.matches("^[0-9]{3} ?[0-9]{2}$")                │
        │ then       ◂ invalid ▸  sends the person back to the form; ends the run      │
        │ mode       ◂ enforce ▸  carried out                                          │
        │ field      postalCode                                                        │
        │ message    default = Enter a postal code in the form NNN NN.                 │
        │            sv = Skriv postnumret som NNN NN.                                 │
        │ comment    for those who read the policy                                     │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │ ──────────────────────────────────────────────────────────────────────────── │
        │ matches 17 of the last 1,000 calls · 3 without a value                       │
        │ 14:02   ol…@quaynorth.example               invalid  request-approval        │
        └─ ^O save ─── ^T test ─── tab field ─── enter line ──────────────── esc back ─┘

        """#
    static let mistake = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ New rule · begins a draft ──────────────────────────────────────────────────┐
        │ name       posted                                                            │
        │ endpoints  all                                                               │
        │ when       claims.contry == "SE"                                             │
        │                   ▲ there is no claim contry; did you mean country?          │
        │ then       ◂ block ▸  shows a block page; ends the run                       │
        │ mode       ◂ shadow ▸  evaluated and recorded, not carried out               │
        │ message    what the applicant reads; other locales below: fr = …             │
        │ comment    for those who read the policy                                     │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │ ──────────────────────────────────────────────────────────────────────────── │
        │ when: there is no claim contry; did you mean country?                        │
        └─ ^O save ─── ^T test ─── tab field ─── enter line ──────────────── esc back ─┘

        """#
    static let testing = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ Test postal code ───────────────────────────────────────────────────────────┐
        │    TIME     ENDPOINT         APPLICANT                    DECISION BY        │
        │ ▸  14:02:10 request-approval ol…@quaynorth.example        invalid  postal c… │
        │    14:02:11 request-approval mi…@atelier-lumen.example    pending  guests    │
        │    14:02:11 check-approval   to…@brisewater.example       continue -         │
        │    14:02:10 request-approval j9…@mail.evil.example        block    blocked   │
        │    14:02:10 ↻request-approv… ol…@quaynorth.example        invalid  retry     │
        │    14:02:08 check-approval   in…@fjordline.example        continue partners  │
        │    14:02:08 request-approval in…@fjordline.example        continue tidy nam… │
        │                                                                              │
        │ ──────────────────────────────────────────────────────────────────────────── │
        │ ✓ matches                                                                    │
        │ reads    claims.country    "Sweden"                                          │
        │          claims.postalCode no value                                          │
        │ outcome  invalid as it was                                                   │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └─ ↑↓ another call ───────────────────────────────────────────────── esc back ─┘

        """#
    static let flips = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules ~1] 5 Flows ▲  6 Audit
        ┌─ The draft on calls since 16 Nov 14:02 ──────────────────────────────────────┐
        │ ████████████████████████████████████████  100%  61,327 of 61,327  done       │
        │ 214 flip · 60,993 unchanged · compared with revision 14                      │
        │ not replayable: 120 body past retention                                      │
        │                                                                              │
        │    FROM     TO             CALLS   PEOPLE DECIDED BY                         │
        │ ▸  continue → pending        201       97 rule:freemail                      │
        │    invalid  → continue        13       12 default                            │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └─ enter the calls ─── ↑↓ groups ─────────────────────────────────── esc back ─┘
         simulated: 214 of 61,207 calls flip
        """#
    static let applying = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules ~1] 5 Flows ▲  6 Audit
        ┌─ Apply the draft? ───────────────────────────────────────────────────────────┐
        │ [Parts 1] Lines                                                              │
        │ not simulated; :simulate replays kept calls under it                         │
        │ comment "less noise"                                                         │
        │                                                                              │
        │ ~ rule:postal code                                                           │
        │     mode: enforce → shadow                                                   │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └─ y apply ─── s simulate ─── tab parts, lines ───────────────────── esc back ─┘
         draft: postal code: enforce → shadow · u takes it back
        """#
    static let problems = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists [4 Rules] 5 Flows ▲  6 Audit
        ┌─ The policy has 2 mistakes ──────────────────────────────────────────────────┐
        │ ▸     2 mode = "sadow"                                                       │
        │                ▲ the mode is "sadow"; write enforce, shadow or off           │
        │   there is no queue guests                                                   │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └─ e edit again ─── k keep as broken draft ─── d drop ────────────── esc back ─┘
         the draft is as it was
        """#
}
