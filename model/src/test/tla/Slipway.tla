---------------------------- MODULE Slipway ----------------------------
(* Builds of one or more chats, under one limit of active builds, two coordinators, K8s that may make 2 pods per Job.
   Each boolean constant switches one protection off, to prove the check can fail. README.md says what is modelled. *)
EXTENDS Naturals, FiniteSets, Sequences, TLC
CONSTANTS Coord, NB, NCHATS, LIMIT, NP, MaxEp, FENCE, CLAIM, EPNAME, CHATLOCK, SELFFENCE, STOPPING,
          QUOTASUM,   \* held is summed from the rows; FALSE: a counter that is raised after the commit of the lease
          QUOTALOCK   \* held is read under the lock of dispatch; FALSE: before it
Builds == 1..NB
Chats  == 1..NCHATS
Chat(b) == ((b - 1) % NCHATS) + 1
Pods   == 1..NP
NoInt  == [b |-> 0, e |-> 0]
VARIABLES db, lock, intent, jobs, pods, starts,
          counter,    \* used when ~QUOTASUM only
          seen        \* of each coordinator, used when ~QUOTALOCK only: whether it saw room
vars == <<db, lock, intent, jobs, pods, starts, counter, seen>>
Active(b) == db[b].st \in {"leased","running","stopping"}
Name(b,e) == IF EPNAME THEN <<b,e>> ELSE <<b,0>>

Init ==
  /\ db = [b \in Builds |-> [st |-> "queued", ep |-> 0, owner |-> 0, nterm |-> 0, rep |-> 0]]
  /\ lock = [c \in Coord |-> 0]
  /\ intent = [c \in Coord |-> NoInt]
  /\ jobs = {}
  /\ pods = [p \in Pods |-> [b |-> 0, e |-> 0, st |-> "none"]]
  /\ starts = [ch \in Chats |-> <<>>]
  /\ counter = 0
  /\ seen = [c \in Coord |-> FALSE]

Earlier(b) == {a \in 1..(b-1) : Chat(a) = Chat(b)}
Held == Cardinality({b \in Builds : Active(b)})
Room == (IF QUOTASUM THEN Held ELSE counter) < LIMIT
\* A release lowers the counter; it never falls below nothing.
Lowered == IF QUOTASUM \/ counter = 0 THEN counter ELSE counter - 1

Cand(c) == IF CHATLOCK
  THEN {b \in Builds : db[b].st = "queued" /\ (\A a \in Earlier(b) : db[a].st = "done")
                        /\ (\A x \in Builds : Chat(x) = Chat(b) => ~Active(x)) /\ \A d \in Coord : lock[d] = 0}
  ELSE {b \in Builds : db[b].st = "queued" /\ (\A x \in Builds : Chat(x) = Chat(b) => ~Active(x))
                        /\ (\A d \in Coord : lock[d] # b)
                        /\ \A a \in Earlier(b) : db[a].st # "queued" \/ \E d \in Coord : lock[d] = a}
Look(c) ==                                     \* the wrong way: without the lock
  /\ ~QUOTALOCK /\ lock[c] = 0 /\ ~seen[c] /\ Room
  /\ seen' = [seen EXCEPT ![c] = TRUE]
  /\ UNCHANGED <<db, lock, intent, jobs, pods, starts, counter>>
DispatchBegin(c) ==
  /\ lock[c] = 0 /\ intent[c] = NoInt
  /\ (IF QUOTALOCK THEN Room ELSE seen[c])
  /\ \E b \in Cand(c) : lock' = [lock EXCEPT ![c] = b]
  /\ seen' = [seen EXCEPT ![c] = FALSE]
  /\ UNCHANGED <<db, intent, jobs, pods, starts, counter>>
DispatchCommit(c) ==
  /\ lock[c] # 0
  /\ LET b == lock[c] IN
       /\ IF db[b].st = "queued"
          THEN /\ db' = [db EXCEPT ![b].st = "leased", ![b].ep = @ + 1, ![b].owner = 0]
               /\ intent' = [intent EXCEPT ![c] = [b |-> b, e |-> db[b].ep + 1]]
          ELSE UNCHANGED <<db, intent>>
  /\ lock' = [lock EXCEPT ![c] = 0]
  /\ UNCHANGED <<jobs, pods, starts, counter, seen>>
Crash(c) ==
  /\ lock[c] # 0 \/ intent[c] # NoInt            \* kill -9: memory and open tx lost
  /\ lock' = [lock EXCEPT ![c] = 0] /\ intent' = [intent EXCEPT ![c] = NoInt]
  /\ UNCHANGED <<db, jobs, pods, starts, counter, seen>>
Reconcile(c) ==
  /\ intent[c] = NoInt /\ lock[c] = 0          \* outbox / reconcile loop
  /\ \E b \in Builds : db[b].st = "leased" /\ (\A j \in jobs : j.n # Name(b, db[b].ep))
       /\ intent' = [intent EXCEPT ![c] = [b |-> b, e |-> db[b].ep]]
  /\ UNCHANGED <<db, lock, jobs, pods, starts, counter, seen>>
CreateJob(c) ==
  /\ intent[c] # NoInt                         \* may be arbitrarily late (stale)
  /\ LET i == intent[c] n == Name(i.b, i.e) IN
       jobs' = IF \E j \in jobs : j.n = n THEN jobs ELSE jobs \cup {[n |-> n, b |-> i.b, e |-> i.e]}
  /\ intent' = [intent EXCEPT ![c] = NoInt]
  /\ counter' = IF QUOTASUM THEN counter ELSE counter + 1
  /\ UNCHANGED <<db, lock, pods, starts, seen>>
PodCreate == \E j \in jobs, p \in Pods :
  /\ pods[p].st = "none" /\ \A q \in 1..(p-1) : pods[q].st # "none"
  /\ Cardinality({q \in Pods : pods[q].b = j.b /\ pods[q].e = j.e /\ pods[q].st # "none"}) < 2
  /\ pods' = [pods EXCEPT ![p] = [b |-> j.b, e |-> j.e, st |-> "wait"]]
  /\ UNCHANGED <<db, lock, intent, jobs, starts, counter, seen>>
Hello(p) ==
  /\ pods[p].st = "wait"
  /\ LET b == pods[p].b e == pods[p].e
         ok == /\ (FENCE => e = db[b].ep) /\ db[b].st \in {"leased","running"}
               /\ (CLAIM => db[b].owner \in {0, p}) IN
     IF ok THEN /\ pods' = [pods EXCEPT ![p].st = "exec"]
                /\ db' = [db EXCEPT ![b].st = "running", ![b].owner = p]
                /\ starts' = [starts EXCEPT ![Chat(b)] = Append(@, b)]
           ELSE /\ pods' = [pods EXCEPT ![p].st = "parked"] /\ UNCHANGED <<db, starts>>
  /\ UNCHANGED <<lock, intent, jobs, counter, seen>>
Complete(p) ==
  /\ pods[p].st = "exec"
  /\ LET b == pods[p].b e == pods[p].e
         ok == (FENCE => e = db[b].ep) /\ (CLAIM => db[b].owner = p) /\ db[b].st = "running" IN
       /\ db' = IF ok THEN [db EXCEPT ![b].st = "done", ![b].nterm = @ + 1, ![b].rep = e] ELSE db
       /\ counter' = IF ok THEN Lowered ELSE counter
  /\ pods' = [pods EXCEPT ![p].st = "gone"]
  /\ UNCHANGED <<lock, intent, jobs, starts, seen>>
Lose(b) ==
  /\ db[b].st \in {"leased","running"}              \* server-side lease expiry / pod lost
  /\ (SELFFENCE => \A p \in Pods : ~(pods[p].st = "exec" /\ pods[p].b = b))
  /\ db' = (IF db[b].ep < MaxEp THEN [db EXCEPT ![b].st = "queued", ![b].owner = 0]
            ELSE [db EXCEPT ![b].st = "done", ![b].nterm = @ + 1, ![b].rep = db[b].ep])
  /\ counter' = Lowered
  /\ UNCHANGED <<lock, intent, jobs, pods, starts, seen>>
SelfFence(p) ==
  /\ SELFFENCE /\ pods[p].st = "exec"          \* runner's own lease lapsed: kill children
  /\ pods' = [pods EXCEPT ![p].st = "gone"]
  /\ UNCHANGED <<db, lock, intent, jobs, starts, counter, seen>>
Cancel(b) ==
  /\ db[b].st \in {"queued","leased","running"}
  /\ db' = (IF STOPPING /\ db[b].st # "queued" THEN [db EXCEPT ![b].st = "stopping"]
            ELSE [db EXCEPT ![b].st = "done", ![b].nterm = @ + 1, ![b].rep = db[b].ep])
  /\ counter' = IF db[b].st # "queued" /\ ~STOPPING THEN Lowered ELSE counter
  /\ UNCHANGED <<lock, intent, jobs, pods, starts, seen>>
Stopped(b) ==
  /\ db[b].st = "stopping" /\ \A p \in Pods : ~(pods[p].b = b /\ pods[p].st = "exec")
  /\ db' = [db EXCEPT ![b].st = "done", ![b].nterm = @ + 1, ![b].rep = db[b].ep]
  /\ counter' = Lowered
  /\ UNCHANGED <<lock, intent, jobs, pods, starts, seen>>
Reap == \E j \in jobs : (db[j.b].ep > j.e \/ db[j.b].st \in {"done","stopping"})
  /\ jobs' = jobs \ {j}
  /\ pods' = [p \in Pods |-> IF pods[p].b = j.b /\ pods[p].e = j.e /\ pods[p].st # "none"
                             THEN [pods[p] EXCEPT !.st = "gone"] ELSE pods[p]]
  /\ UNCHANGED <<db, lock, intent, starts, counter, seen>>

Next == \/ \E c \in Coord : Look(c) \/ DispatchBegin(c) \/ DispatchCommit(c) \/ Crash(c) \/ Reconcile(c) \/ CreateJob(c)
        \/ PodCreate \/ Reap
        \/ \E p \in Pods : Hello(p) \/ Complete(p) \/ SelfFence(p)
        \/ \E b \in Builds : Lose(b) \/ Cancel(b) \/ Stopped(b)
Spec == Init /\ [][Next]_vars

Fair == /\ \A c \in Coord : SF_vars(DispatchBegin(c)) /\ SF_vars(DispatchCommit(c)) /\ SF_vars(Reconcile(c)) /\ SF_vars(CreateJob(c))
        /\ WF_vars(PodCreate) /\ WF_vars(Reap)
        /\ \A p \in Pods : WF_vars(Hello(p)) /\ WF_vars(Complete(p) \/ SelfFence(p))
        /\ \A b \in Builds : WF_vars(Lose(b)) /\ WF_vars(Stopped(b))
FairSpec == Spec /\ Fair
AllDone   == <>(\A b \in Builds : db[b].st = "done")
NoOrphans == <>[](jobs = {} /\ \A p \in Pods : pods[p].st \in {"none","gone"})

OneTerminal    == \A b \in Builds : db[b].nterm <= 1
ResultCurrent  == \A b \in Builds : db[b].rep = 0 \/ db[b].rep = db[b].ep
ChatOneActive  == \A ch \in Chats : Cardinality({b \in Builds : Chat(b) = ch /\ Active(b)}) <= 1
OneExecuting   == \A ch \in Chats : Cardinality({p \in Pods : pods[p].st = "exec" /\ Chat(pods[p].b) = ch}) <= 1
Fifo           == \A ch \in Chats : \A i, j \in 1..Len(starts[ch]) : i < j => starts[ch][i] <= starts[ch][j]
WithinLimit    == Held <= LIMIT
DoneIsDone     == [][\A b \in Builds : db[b].st = "done" => db'[b].st = "done"]_vars
Symm           == Permutations(Coord)
=========================================================================
