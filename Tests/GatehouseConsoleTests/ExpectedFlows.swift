// swift-format-ignore-file: the screens are as wide as they are.

/// The expected Flows screen, character by character.
enum ExpectedFlows {
    static let overview = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists  4 Rules [5 Flows ▲] 6 Audit
        ┌─ Flows  2 flows · 3 connectors ──────────────── 1 failing · 1 certificate ▲ ─┐
        │   FLOW         STARTED  STEP 1    FORM  STEP 2 CREATED BLOCKED INVALID FAILED│
        │▸  guests         1,204   1,187   1,020     960     951     120      88      3│
        │   suppliers          0       0       0       0       0       0       0      0│
        │                                                                              │
        │   CONNECTOR         STATE      RATE   P95 FAILED 24H CERTIFICATE STEPS       │
        │   ⇢ crm-lookup      ready     1.2/s  84ms    0/1,187 ▲ in 12d    guests:post…│
        │   ⇢ crm-check       failing   1.1/s  1.2s    3/1,020 -           guests:post…│
        │   ⇢ sanctions       unproved    0/s     -        0/0 -           -           │
        ├─ guests ──────────────────────────────────── [Funnel] Sign-ups  Definition  ─┤
        │ started        1,204 ████████████████████████████ 100 %                      │
        │ past step 1    1,187 ███████████████████████████   99 %    -17  ⇢ crm-lookup │
        │ form sent      1,020 ███████████████████████       85 %   -167               │
        │ past step 2      960 ██████████████████████        80 %    -60  ⇢ crm-check  │
        │ created          951 ██████████████████████        79 %     -9               │
        │                                                                              │
        │ blocked 120   failed 3   sent back to the form 88   under way or left 130    │
        │ The last 24 hours; ] goes on to the sign-ups, and enter there opens one.     │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/5 ─┘
         enter open  a accounts  / find  f filter  : cmd  ? help
        """#

    static let overviewLarge = #"""
         gatehouse ● LIVE 41/s  p95 3ms  blocked 4%                                          7 waiting, oldest 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists  4 Rules [5 Flows ▲] 6 Audit
        ┌─ Flows  2 flows · 3 connectors ──────────────────────────────────────────────────────── 1 failing · 1 certificate ▲ ─┐
        │   FLOW                             STARTED  STEP 1    FORM  STEP 2 CREATED BLOCKED INVALID  FAILED CREATED OF STARTED│
        │▸  guests                             1,204   1,187   1,020     960     951     120      88       3 ███████···  79 %  │
        │   suppliers                              0       0       0       0       0       0       0       0 -                 │
        │                                                                                                                      │
        │   CONNECTOR          STATE      RATE   P95 FAILED 24H CERTIFICATE STEPS                     URL                      │
        │   ⇢ crm-lookup       ready     1.2/s  84ms    0/1,187 ▲ in 12d    guests:post-federation    https://crm.lumen.exampl…│
        │   ⇢ crm-check        failing   1.1/s  1.2s    3/1,020 -           guests:post-attribute-co… https://crm.lumen.exampl…│
        │   ⇢ sanctions        unproved    0/s     -        0/0 -           -                         https://sanctions.exampl…│
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        ├─ guests ──────────────────────────────────────────────────────────────────────────── [Funnel] Sign-ups  Definition  ─┤
        │ started        1,204 ████████████████████████████████████████████████████████████ 100 %                              │
        │ past step 1    1,187 ███████████████████████████████████████████████████████████   99 %    -17  ⇢ crm-lookup         │
        │ form sent      1,020 ██████████████████████████████████████████████████            85 %   -167                       │
        │ past step 2      960 ███████████████████████████████████████████████               80 %    -60  ⇢ crm-check          │
        │ created          951 ███████████████████████████████████████████████               79 %     -9                       │
        │                                                                                                                      │
        │ blocked 120   failed 3   sent back to the form 88   under way or left 130                                            │
        │ The last 24 hours; ] goes on to the sign-ups, and enter there opens one.                                             │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        └──────────────────────────────────────────────────────────────────────────────────────────────────────────────── 1/5 ─┘

         enter open  a accounts  / find  f filter  : cmd  ? help
        """#

    static let timeline = #"""
         gatehouse ● LIVE 41/s p95 3ms                       7 waiting 2d4h  anna admin
          1 Traffic  2 Approvals 7  3 Lists  4 Rules [5 Flows ▲] 6 Audit
        ┌─ Flows  2 flows · 3 connectors ──────────────── 1 failing · 1 certificate ▲ ─┐
        │   FLOW         STARTED  STEP 1    FORM  STEP 2 CREATED BLOCKED INVALID FAILED│
        │▸  guests         1,204   1,187   1,020     960     951     120      88      3│
        │   suppliers          0       0       0       0       0       0       0      0│
        │                                                                              │
        │   CONNECTOR         STATE      RATE   P95 FAILED 24H CERTIFICATE STEPS       │
        │   ⇢ crm-lookup      ready     1.2/s  84ms    0/1,187 ▲ in 12d    guests:post…│
        │   ⇢ crm-check       failing   1.1/s  1.2s    3/1,020 -           guests:post…│
        │   ⇢ sanctions       unproved    0/s     -        0/0 -           -           │
        ├─ 5FGP-5GJF  sa…@lumen.example ───────────────── [Timeline] Claims  Account  ─┤
        │ created  guests · google.com · 23 Nov 14:02 · took 3.2s · sent back 1×       │
        │   TIME          AFTER WHAT HAPPENED                  OUTCOME   TOOK CALL     │
        │▸  14:02:08.000        started with google.com                                │
        │   14:02:08.002   +2ms ⇢ crm-lookup                   continue  84ms 0H9R-8N0F│
        │   14:02:08.090  +88ms the form is shown, 2 fields p…                         │
        │   14:02:10.600  +2.5s sent back: enter a postal code                         │
        │   14:02:11.200 +600ms account created                                        │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/5 ─┘
         enter open  a accounts  P this person  D disable  / find  : cmd  ? help
        """#
}
