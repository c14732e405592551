package io.pvefleet.pve.console;

/** An open console: a stream of bytes each way. Thread-safe. */
public interface ConsoleSocket extends AutoCloseable {

  /**
   * Sends bytes after those sent before; does not block. The array may be changed afterwards.
   *
   * @return false where nothing was taken: the socket is closed, or more than 1 MiB waits to be sent
   */
  boolean send(byte[] bytes);

  /** Bytes taken that have not left yet, with some for the frames around them. */
  long queuedBytes();

  /** Ends it: what was taken before is still sent, the rest of what comes is dropped. Does not block. Idempotent. */
  @Override
  void close();
}
