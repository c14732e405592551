package io.pvefleet.process.cli;

import io.pvefleet.fleet.diagnostic.Code;

/** The command cannot go on: what is wrong and what to do. Becomes text at the edge. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Code code;
  private final String detail;
  private final String remedy;

  public Failure(Code code, String detail, String remedy) {
    super(code + " " + detail);
    this.code = code;
    this.detail = detail;
    this.remedy = remedy;
  }

  public Code code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public String remedy() {
    return remedy;
  }
}
