package io.pvefleet.pve.http;

/** Where the text behind a secret reference comes from. Thread-safe; may block. */
@FunctionalInterface
public interface SecretSource {

  /**
   * The secret behind {@code env:NAME} or {@code file:/path}. Called anew for each sending; the client keeps nothing.
   *
   * @throws RuntimeException if there is none; its message is not shown, since it might hold part of the secret
   */
  String resolve(String reference);
}
