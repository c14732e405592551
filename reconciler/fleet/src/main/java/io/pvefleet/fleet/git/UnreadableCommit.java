package io.pvefleet.fleet.git;

/** The server answered, and what it has cannot be a fleet: the commit is known, its tree passes a limit or lacks the folder. */
public final class UnreadableCommit extends GitFault {

  private static final long serialVersionUID = 1;

  private final transient GitCommit commit;

  UnreadableCommit(GitCommit commit, GitFault fault) {
    super(fault.diagnostic(), fault);
    this.commit = commit;
  }

  public GitCommit commit() {
    return commit;
  }
}
