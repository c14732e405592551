package io.pvefleet.fleet.model;

/**
 * A reference to a secret, never the secret: {@code env:NAME} or {@code file:/path}.
 *
 * @param text the reference as written
 */
public record SecretRef(String text) {}
