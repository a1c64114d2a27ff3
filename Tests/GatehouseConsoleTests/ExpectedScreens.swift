// swift-format-ignore-file: the screens are as wide as they are.

/// Expected screens, character by character.
enum Expected {
    static let trafficHolding = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
         [1 Traffic] 2 Approvals 7  3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Traffic ─────────────────────────────────────────────── HOLDING  ▲ 128 new ─┐
        │   TIME     ENDPOINT         APPLICANT                  DECISION TOOK  BY     │
        │   14:02:11 request-approval mi…@atelier-lumen.example  pending  3ms   guests │
        │   14:02:11 check-approval   to…@brisewater.example     continue 1ms   -      │
        │▸  14:02:10 request-approval j9…@mail.evil.example      block    1ms   blocked│
        │   14:02:10 request-approval ol…@quaynorth.example      invalid  2ms   postal…│
        │   14:02:10 ↻request-approv… ol…@quaynorth.example      invalid  1ms   retry  │
        │   14:02:09 ⇢ crm-lookup     sa…@lumen.example          continue 84ms  200    │
        │   14:02:09 gate             -                          refused  0ms   401    │
        │   14:02:08 check-approval   in…@fjordline.example      continue 1ms   partne…│
        │   14:02:08 request-approval in…@fjordline.example      continue 2ms   tidy n…│
        ├─ 0RQ2-NG9T  request-approval ───────── [Why] Claims  Wire  Timing  Sign-up  ─┤
        │ block  "Sign-up from mail.evil.example is not possible."                     │
        │ ✓ credential entra                                                           │
        │ ○ list friends  allow  no match                                              │
        │ ■ list blocked  .evil.example  deny  (this decided)                          │
        │                                                                              │
        │ would be pending if .evil.example were not in blocked                        │
        │ 2026-11-23T14:02:10.000Z · post-attribute-collection · google.com · took 1ms │
        │ · from 203.0.113.7                                                           │
        └────────────────────────────────────────────────────────────── 3/9  marked 0 ─┘
         enter open  / find  f filter  F follow  space mark  : cmd  ? help
        """#

    static let trafficASCII = #"""
         gatehouse * LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
         [1 Traffic] 2 Approvals 7  3 Lists  4 Rules  5 Flows ^  6 Audit
        +- Traffic ----------------------------------------------- HOLDING  ^ 128 new -+
        |   TIME     ENDPOINT         APPLICANT                  DECISION TOOK  BY     |
        |   14:02:11 request-approval mi~@atelier-lumen.example  pending  3ms   guests |
        |   14:02:11 check-approval   to~@brisewater.example     continue 1ms   -      |
        |>  14:02:10 request-approval j9~@mail.evil.example      block    1ms   blocked|
        |   14:02:10 request-approval ol~@quaynorth.example      invalid  2ms   postal~|
        |   14:02:10 @request-approv~ ol~@quaynorth.example      invalid  1ms   retry  |
        |   14:02:09 > crm-lookup     sa~@lumen.example          continue 84ms  200    |
        |   14:02:09 gate             -                          refused  0ms   401    |
        |   14:02:08 check-approval   in~@fjordline.example      continue 1ms   partne~|
        |   14:02:08 request-approval in~@fjordline.example      continue 2ms   tidy n~|
        +- 0RQ2-NG9T  request-approval --------- [Why] Claims  Wire  Timing  Sign-up  -+
        | block  "Sign-up from mail.evil.example is not possible."                     |
        | + credential entra                                                           |
        | o list friends  allow  no match                                              |
        | * list blocked  .evil.example  deny  (this decided)                          |
        |                                                                              |
        | would be pending if .evil.example were not in blocked                        |
        | 2026-11-23T14:02:10.000Z . post-attribute-collection . google.com . took 1ms |
        | . from 203.0.113.7                                                           |
        +-------------------------------------------------------------- 3/9  marked 0 -+
         enter open  / find  f filter  F follow  space mark  : cmd  ? help
        """#

    static let approvals = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
          1 Traffic [2 Approvals 7] 3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Approvals  7 waiting · 1 taken ─────────────── queue guests · oldest first ─┐
        │      AGE APPLICANT                 FROM     NAME         ASKS WHY     BY     │
        │▸  ● 2d4h mi…@atelier-lumen.example google   Mireille Ca… 1    default -      │
        │   ● 1d9h t.…@brisewater.example    facebook Tunde Okafor 3    list    -      │
        │       7h ag…@partner.example       mail     A<U+202E>gnp 1    rule    -      │
        │       5h ol…@quaynorth.example     entra    Ola Nord     1    default bo     │
        │       5h pe…@quaynorth.example     entra    Per Nord     1    default -      │
        │      52m ki…@fjordline.example     google   金井 明      1    rule    -      │
        │       4m ra…@gmail.example         google   R            1    list    -      │
        ├─ Mireille Caron ────────────────────── [Who] Claims  Calls  Earlier 1  Why  ─┤
        │ mireille.caron@atelier-lumen.example          google.com · 4417702913355821  │
        │ Buyer, Annecy, France · fr-FR     asked 21 Nov 10:02, once · code 02F3-EYDS  │
        │ queue guests · expires in 11d · ▲ waits 2d4h                                 │
        │                                                                              │
        │ why      no list matched                                                     │
        │ earlier  18 Aug  denied by bo  "no contract yet"                             │
        │ domain   atelier-lumen.example: 3 approved, 1 denied                         │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/7 ─┘
         a approve  d deny  t take  c comment  ] next  = group  : cmd  ? help
        """#

    static let denying = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
          1 Traffic [2 Approvals 7] 3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Approvals  7 waiting · 1 taken ─────────────── queue guests · oldest first ─┐
        │      AGE APPLICANT                 FROM     NAME         ASKS WHY     BY     │
        │   ● 2d4h mi…@atelier-lumen.example google   Mireille Ca… 1    default -      │
        │▸  ┌─ Deny 1 request ─────────────────────────────────────────────────────┐   │
        │   │ t.okafor@brisewater.example   Tunde Okafor   asked 3 times           │   │
        │   │                                                                      │   │
        │   │ reason (log)      •1 unknown organisation   2 no contract            │   │
        │   │                    3 duplicate account      4 other:                 │   │
        │   │ to the applicant  the queue's own text, in their language            │   │
        ├─ T│                                                                      │  ─┤
        │ t.│ and               ( ) nothing more                                   │m  │
        │   │                   (•) disposable: ask a person about                 │J  │
        │ qu│                       brisewater.example                             │   │
        │   │                   ( ) blocked: deny brisewater.example, expires 30d  │   │
        │ wh│                                                                      │   │
        │ do│ 1 other waiting, 17 calls of the last 7 days match · undo for 10 s   │   │
        │   └─ y deny ─── e edit text ─── ↑↓ and ─────────────────────── esc back ─┘   │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 2/7 ─┘

        """#

    static let bulk = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
          1 Traffic [2 Approvals 7] 3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Approvals  7 waiting · 1 taken ─────────────── queue guests · oldest first ─┐
        │      AGE APPLICANT                 FROM     NAME         ASKS WHY     BY     │
        │ + ● 2d4h mi…@atelier-lumen.example google   Mireille Ca… 1    default -      │
        │ + ● 1d9h t.…@brisewater.example    facebook Tunde Okafor 3    list    -      │
        │▸      7h ag…@partner.example       mail     A<U+202E>gnp 1    rule    -      │
        │       5h ol…@quaynorth.example     entra    Ola Nord     1    default bo     │
        │       5h pe…@quaynorth.example     entra    Per Nord     1    default -      │
        │      52m ki…@f┌─ Approve 2 requests of 2 domains? ───────────┐rule    -      │
        │       4m ra…@g│ mi…@atelier-lumen.example  Mireille Caron    │list    -      │
        ├─ A<U+202E>gnp │ t.…@brisewater.example  Tunde Okafor         │Earlier  Why  ─┤
        │ agnp@partner.e│ none is taken, changed or decided by others  │         mail  │
        │ 1 hidden chara│                                              │               │
        │               └─ y approve 2 ─── enter no ──────── esc back ─┘ode 07DA-CV9B  │
        │ queue guests · expires in 13d                                                │
        │                                                                              │
        │ why      rule names                                                          │
        │ domain   partner.example: nobody decided so far                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └────────────────────────────────────────────────────────────── 3/7  marked 2 ─┘

        """#

    static let addingAnEntry = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
          1 Traffic  2 Approvals 7 [3 Lists] 4 Rules  5 Flows ▲  6 Audit
        ┌─ Lists ────────────────────────────────────────── 5 lists · 205,913 entries ─┐
        │   EFFECT   LIST                 ENTRIES  HITS 24h SOURCE             EXPIRING│
        │   allow    friends                   14         3 by hand                   2│
        │▸  deny     blocked               12,408       214 by hand                  31│
        │   approve  disposable           192,077        88 disposable.txt 12…        -│
        │   approve  freemail               1,012        41 by hand                   -│
        ├─ blocked ────────────────────────────── [Entries] Settings  History  Check  ─┤
        │ + blocked ◂ .evil-two.example                                                │
        │ subtree: evil-two.example and everything below it                            │
        │ last 7 days: would have blocked 17 calls of 6 people (14 pending)            │
        │ 2 of them waiting now: mi…@atelier-lumen.example, t.…@brisewater.example     │
        │                                                                              │
        │                                                                              │
        │ expires                  ticket                   owner anna                 │
        │ comment                                                                      │
        │   ENTRY                     KIND      HITS LAST   OWNER  EXPIRES COMMENT     │
        │▸  .evil.example             subtree    214 14:02  bo     12 Dec  throwaway   │
        │   sp…@mail.example          email        3 14:02  bo     -       SEC-398     │
        │   *.tk.example              children     0 never  bo     1 Dec   unused 180 …│
        │                                                                              │
        └─────────────────────────────────────────────────────────────────── draft +1 ─┘
         enter add  tab fields  esc back
        """#

    static let approvalsLarge = #"""
         gatehouse ● LIVE 41/s  p95 3ms  blocked 4%                                       7 waiting, oldest 2d4h  anna approver
          1 Traffic [2 Approvals 7] 3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Approvals  7 waiting · 1 taken ─────────────────────────────────────────────────────── queue guests · oldest first ─┐
        │      AGE APPLICANT                           FROM      NAME                  CODE      ASKS WHY            TAKEN     │
        │▸  ● 2d4h mi…@atelier-lumen.example           google    Mireille Caron        02F3-EYDS 1    default        -         │
        │   ● 1d9h t.…@brisewater.example              facebook  Tunde Okafor          04Y6-XWVJ 3    list watch     -         │
        │       7h ag…@partner.example                 mail      A<U+202E>gnp          07DA-CV9B 1    rule names     -         │
        │       5h ol…@quaynorth.example               entra     Ola Nord              09WD-VSQ4 1    default        bo 4m     │
        │       5h pe…@quaynorth.example               entra     Per Nord              0CBH-AR4X 1    default        -         │
        │      52m ki…@fjordline.example               google    金井 明               0ETM-SPJP 1    rule freemail  -         │
        │       4m ra…@gmail.example                   google    R                     0H9R-8N0F 1    list freemail  -         │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        ├─ Mireille Caron ────────────────────────────────────────────────────────────── [Who] Claims  Calls  Earlier 1  Why  ─┤
        │ mireille.caron@atelier-lumen.example                                                  google.com · 4417702913355821  │
        │ Buyer, Annecy, France · fr-FR                                             asked 21 Nov 10:02, once · code 02F3-EYDS  │
        │ queue guests · expires in 11d · ▲ waits 2d4h                                                                         │
        │                                                                                                                      │
        │ why      no list matched                                                                                             │
        │ earlier  18 Aug  denied by bo  "no contract yet"                                                                     │
        │ domain   atelier-lumen.example: 3 approved, 1 denied                                                                 │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        │                                                                                                                      │
        └────────────────────────────────────────────────────────────────────────────────────────────────────── 1/7  marked 0 ─┘

         a approve  d deny  t take  c comment  ] next  = group  enter open  / find  f filter  space mark  : cmd  ? help
        """#

    static let approvalsSmall = #"""
         gatehouse ● LIVE 41/s        7 waiting 2d4h  anna approver
          1 [2 Approvals 7] 3  4  5 ▲  6
        ┌─ Approvals  7 waiting · 1…  queue guests · oldest first ─┐
        │      AGE APPLICANT       FROM     NAME       ASKS BY     │
        │▸  ● 2d4h mi…@ateli…ample google   Mireille … 1    -      │
        │   ● 1d9h t.…@brise…ample facebook Tunde Oka… 3    -      │
        │       7h ag…@partn…ample mail     A<U+202E>… 1    -      │
        │       5h ol…@quayn…ample entra    Ola Nord   1    bo     │
        │       5h pe…@quayn…ample entra    Per Nord   1    -      │
        │      52m ki…@fjord…ample google   金井 明    1    -      │
        │       4m ra…@gmail…ample google   R          1    -      │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        └──────────────────────────────────────────────────── 1/7 ─┘
         : cmd  ? help
        """#

    static let approvalsSmallDetail = #"""
         gatehouse ● LIVE 41/s        7 waiting 2d4h  anna approver
          1 [2 Approvals 7] 3  4  5 ▲  6
        ┌─ Mireille Caron ── [Who] Claims  Calls  Earlier 1  Why  ─┐
        │ mireille.caron@atelier-lumen.example                     │
        │ google.com · 4417702913355821                            │
        │ Buyer, Annecy, France · fr-FR                            │
        │ asked 21 Nov 10:02, once · code 02F3-EYDS                │
        │ queue guests · expires in 11d · ▲ waits 2d4h             │
        │                                                          │
        │ why      no list matched                                 │
        │ earlier  18 Aug  denied by bo  "no contract yet"         │
        │ domain   atelier-lumen.example: 3 approved, 1 denied     │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        │                                                          │
        └──────────────────────────────────────────────────── 1/7 ─┘
         : cmd  ? help
        """#

    static let trafficBare = #"""
         ● LIVE                   7 waiting 2d4h
           TIME     APPLICANT           DECISION
        ▸  14:02:11 mi…@atelier…example pending
           14:02:11 to…@brisewa…example continue
           14:02:10 j9…@mail.ev…example block
           14:02:10 ol…@quaynor…example invalid
           14:02:10 ol…@quaynor…example invalid
           14:02:09 sa…@lumen.example   continue
           14:02:09 -                   refused
         Traffic  LIVE            : cmd  ? help
        """#

    static let tooSmall = #"""
        need 40x8, have 30x6
        q quits




        """#

    static let help = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
         ┌─ Keys and commands on Traffic ─────────────────────────────────────────────┐
        ┌│ /                                                                          │┐
        ││ F            follow             go with the newest calls again             ││
        ││ p            pause              have the daemon send no calls; again to g… ││
        ││ A            list-this          make a list entry or a rule of the call: … ││
        ││ r            reveal             show the bodies of the call; written to t… ││
        ││ P            person             only the calls of this person, inbound an… ││
        ││ z            fold               fold JSON bodies below depth 2, below dep… ││
        ││ S            sign-up            open the sign-up that the call belongs to… ││
        ││              goto               show the call with a code or an id         ││
        ││ j down       down               next row or line                           ││
        ││ k up         up                 previous row or line                       ││
        ├│ ^D           half-page-down     half a page down                           │┤
        ││ ^U           half-page-up       half a page up                             ││
        ││ ^F PgDn      page-down          a page down                                ││
        ││ ^B PgUp      page-up            a page up                                  ││
        ││ g Home       first              first row; on Traffic the newest, and fol… ││
        ││ G End        last               last row                                   ││
        ││ space        mark               mark the row and step to the next          ││
        ││ v            range              mark every row from here to where you go;… ││
        ││ :follow  go with the newest calls again                                    ││
        └└─ enter run ─── type narrow ───────────────────────────────────── esc back ─┘┘

        """#

    static let filter = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
         [1 Traffic] 2 Approvals 7  3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Traffic ───────────────────────────────────────────────────────────── LIVE ─┐
        │   TIME     ENDPOINT         APPLICANT                  DECISION TOOK  BY     │
        │▸  14:02:11 request-approval mi…@atelier-lumen.example  pending  3ms   guests │
        │   14:02:11 check-approval   to…@brisewater.example     continue 1ms   -      │
        │   14:02:10 request-approval j9…@mail.evil.example      block    1ms   blocked│
        │   14:02:10 request-approval ol…@quaynorth.example      invalid  2ms   postal…│
        │   14:02:10 ↻request-approv… ol…@quaynorth.example      invalid  1ms   retry  │
        │   14:02:09 ⇢ crm-lookup     sa…@lumen.example          continue 84ms  200    │
        │   14:02:09 gate             -                          refused  0ms   401    │
        │   14:02:08 check-approval   in…@fjordline.example      continue 1ms   partne…│
        │   14:02:08 request-approval in…@fjordline.example      continue 2ms   tidy n…│
        ├─ following ─────────────────────────── [Why] Claims  Wire  Timing  Sign-up  ─┤
        │ continue 3,000   block 214   pending 40                                      │
        │ 4,182 calls since the start, 4,182 kept, policy revision 3, 1,204,511 list   │
        │ entries                                                                      │
        │                                                                              │
        │ Moving the cursor holds the list; F or g follows again.                      │
        │                                                                              │
        │                                                                              │
        character 9: "blok" cannot stand here; write continue, block, invalid, pending,
        refused or failed; did you mean outcome:block?
        filter: outcome:blok
        """#

    static let stale = #"""
         gatehouse ○ STALE 12s · trying again in 2s       7 waiting 2d4h  anna approver
          1 Traffic [2 Approvals 7] 3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Approvals  7 waiting · 1 taken ─── STALE 12s · queue guests · oldest first ─┐
        │      AGE APPLICANT                 FROM     NAME         ASKS WHY     BY     │
        │▸  ● 2d4h mi…@atelier-lumen.example google   Mireille Ca… 1    default -      │
        │   ● 1d9h t.…@brisewater.example    facebook Tunde Okafor 3    list    -      │
        │       7h ag…@partner.example       mail     A<U+202E>gnp 1    rule    -      │
        │       5h ol…@quaynorth.example     entra    Ola Nord     1    default bo     │
        │       5h pe…@quaynorth.example     entra    Per Nord     1    default -      │
        │      52m ki…@fjordline.example     google   金井 明      1    rule    -      │
        │       4m ra…@gmail.example         google   R            1    list    -      │
        ├─ Mireille Caron ────────────────────── [Who] Claims  Calls  Earlier 1  Why  ─┤
        │ mireille.caron@atelier-lumen.example          google.com · 4417702913355821  │
        │ Buyer, Annecy, France · fr-FR     asked 21 Nov 10:02, once · code 02F3-EYDS  │
        │ queue guests · expires in 11d · ▲ waits 2d4h                                 │
        │                                                                              │
        │ why      no list matched                                                     │
        │ earlier  18 Aug  denied by bo  "no contract yet"                             │
        │ domain   atelier-lumen.example: 3 approved, 1 denied                         │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/7 ─┘
         the daemon is away: connection refused
        """#

    static let listThis = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
         [1 Traffic] 2 Approvals 7  3 Lists  4 Rules  5 Flows ▲  6 Audit
        ┌─ Traffic ────────────────────────────────────────────────────────── HOLDING ─┐
        │   TIME     ENDPOINT         APPLICANT                  DECISION TOOK  BY     │
        │   14:02:11 request-approval mi…@atelier-lumen.example  pending  3ms   guests │
        │   14:02:11 check-approval   to…@brisewater.example     continue 1ms   -      │
        │▸┌─ List this ──────────────────────────────────────────────────────────────┐d│
        │ │ + blocked ◂ mail.evil.example                                            │…│
        │ │ domain: exactly mail.evil.example                                        │ │
        │ │ last 7 days: would have blocked 17 calls of 6 people (14 pending)        │ │
        │ │ 2 of them waiting now: mi…@atelier-lumen.example, t.…@brisewater.example │ │
        │ │                                                                          │…│
        │ │                                                                          │…│
        ├─│                                                                          │─┤
        │ │ expires                 ticket                  owner anna               │ │
        │ │ comment from call 0RQ2-NG9T                                              │ │
        │ └─ enter add ─── tab fields ─── ↑↓ other entry ───────────────── esc back ─┘ │
        │ ■ list blocked  .evil.example  deny  (this decided)                          │
        │                                                                              │
        │ would be pending if .evil.example were not in blocked                        │
        │ 2026-11-23T14:02:10.000Z · post-attribute-collection · google.com · took 1ms │
        │ · from 203.0.113.7                                                           │
        └────────────────────────────────────────────────────────────── 3/9  marked 0 ─┘

        """#

    static let audit = #"""
         gatehouse ● LIVE 41/s p95 3ms                    7 waiting 2d4h  anna approver
          1 Traffic  2 Approvals 7  3 Lists  4 Rules  5 Flows ▲ [6 Audit]
        ┌─ Audit ─────────────────────────────────────────────────────── newest first ─┐
        │       NO TIME         USER        ACTION             SUBJECT                 │
        │▸       9 23 Nov 14:02 anna        approval.approve   approval:M4T8-0QZC      │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        ├─ approval.approve  approval:M4T8-0QZC ──────────────────── [Change] Record  ─┤
        │ - state: pending                                                             │
        │ + state: approved                                                            │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────── 1/1 ─┘
         V verify  enter open  / find  f filter  : cmd  ? help
        """#

    static let nobodyWaits = #"""
         gatehouse ● LIVE 41/s p95 3ms                      nobody waits  anna approver
          1 Traffic [2 Approvals] 3 Lists  4 Rules  5 Flows  6 Audit
        ┌─ Approvals  0 waiting ──────────────────────────────────────── oldest first ─┐
        │                                                                              │
        │                                                                              │
        │                                Nobody waits.                                 │
        │        Requests appear here when an endpoint asks: 1 shows the calls,        │
        │            :show denied and :show approved list what was decided.            │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        ├─ nothing selected ────────────────────── [Who] Claims  Calls  Earlier  Why  ─┤
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
        └────────────────────────────────────────────────────────────────────────── 0 ─┘
         a approve  d deny  t take  c comment  ] next  = group  : cmd  ? help
        """#
}
