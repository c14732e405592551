package io.pvefleet.engine.port;

/** Why a request brought no data: one constant for each case of the client's sealed fault type. */
public enum FaultKind {
  /** Nothing reached the host: name, route, TCP or TLS. */
  UNREACHABLE,
  /** 401. */
  UNAUTHENTICATED,
  /** 403, or an "only root" 500. */
  FORBIDDEN,
  NOT_FOUND,
  ALREADY_EXISTS,
  /** A lock, of the file or of the configuration; transient or at least not ours. */
  LOCKED,
  /** The digest moved. */
  CONFLICT,
  /** The host understood and said no: parameters, state, protection. */
  REJECTED,
  /** The task ran and failed. */
  TASK_FAILED,
  /** The effect of a write is not known. */
  INDETERMINATE
}
