package io.pvefleet.app.store;

import java.time.Instant;

/**
 * What pvefleet remembers between passes. Every write is durable when its method returns. Thread safe; methods block for one small
 * transaction. A failing medium throws {@link StoreException}.
 */
public interface Store extends AutoCloseable {

  /** Carrying-out of plans, and the changes in them. */
  Runs runs();

  /** Intent, UPID and end of every write. */
  Journal journal();

  /** What happened, for people. */
  EventLog events();

  /** What was last applied to each VM. */
  AppliedVms applied();

  /** What persons let through. */
  Approvals approvals();

  /** What commits have removed and destroyed. */
  Spent spent();

  /** The last plan of each host, so that pages have something to show after a restart. */
  LastPlans plans();

  /** Commits in force. */
  Revisions revisions();

  /** Which process may change a host. */
  Leases leases();

  /** VMs that pvefleet took down and has to start again. */
  OwedStarts owedStarts();

  /** Since when VMs wait for a restart. */
  Waiting waiting();

  /** How large and how old it is. */
  StoreFacts facts();

  /** What sinks are still to be told. */
  Notices notices();

  /** What needs or needed attention. */
  Alerts alerts();

  /** How busy hosts and VMs were. */
  Usages usages();

  /** What was found out of hosts beside the passes. */
  Cares cares();

  /** Removes what is older than its limit; see {@link Retention} and {@link Usages.Span}. */
  void tidy(Instant now, Retention retention);

  @Override
  void close();
}
